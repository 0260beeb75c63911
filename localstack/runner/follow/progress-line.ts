import type { RunStatus } from './run-status.ts';

const BAR_CHARACTERS = 24;

/** `████████░░░░░░░░  33 %  330,000 of 1,000,000 rows`, or the rows alone where nobody knows how many there are. */
export function progressLine({ rowsDone, rowsTotal }: NonNullable<RunStatus['progress']>): string {
  const done = rowsDone.toLocaleString('en-US');
  if (rowsTotal === undefined || rowsTotal === 0) return `${done} rows so far`;
  const share = Math.min(1, rowsDone / rowsTotal);
  const full = Math.floor(share * BAR_CHARACTERS);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_CHARACTERS - full);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `${bar} ${percent} %  ${done} of ${rowsTotal.toLocaleString('en-US')} rows`;
}
