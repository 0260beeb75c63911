import { formatTime } from '../format/times.ts';
import { RouteLink } from './route-link.tsx';
import { Skeleton } from './skeleton.tsx';

export interface ProvenanceProps {
  /** Undefined while the answer is on its way. */
  readonly of: { readonly runId: string; readonly asOf: string } | undefined;
}

/** The quiet line that says which run a block's numbers are of, and of when. */
export function Provenance({ of }: ProvenanceProps) {
  if (of === undefined) {
    return (
      <p class="provenance">
        <Skeleton characters={40} />
      </p>
    );
  }
  return (
    <p class="provenance">
      Run <RouteLink to={{ screen: 'runs', run: of.runId }}>{of.runId}</RouteLink> · as of{' '}
      <Time iso={of.asOf} />
    </p>
  );
}

/** A time in the viewer's zone; the exact one is in `datetime` and in the tooltip. */
export function Time({ iso }: { readonly iso: string }) {
  return (
    <time dateTime={iso} title={iso}>
      {formatTime(iso)}
    </time>
  );
}
