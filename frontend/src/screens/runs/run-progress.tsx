import type { Runs } from '#core/api/contract.ts';
import { formatBound, formatCount } from '../../format/numbers.ts';

export interface RunProgressProps {
  readonly progress: NonNullable<Runs['runs'][number]['progress']>;
}

/** How much of its work the stage under way has done: a bar where all of it is known, else the rows so far. */
export function RunProgress({ progress: { rowsDone, rowsTotal } }: RunProgressProps) {
  if (rowsTotal === undefined || rowsTotal === 0) {
    return <div class="run-progress">{formatCount(rowsDone)} rows so far</div>;
  }
  const share = Math.min(1, rowsDone / rowsTotal);
  return (
    <div class="run-progress">
      <progress value={share} aria-label="Done of this stage" /> {formatBound(Math.floor(share * 100) / 100)}
    </div>
  );
}
