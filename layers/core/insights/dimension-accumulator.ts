import { detachedCopy } from '../csv/detached-copy.ts';
import { GroupAccumulator } from './group-accumulator.ts';
import type { ScoredRow, SegmentTotals } from './run-insights.ts';

/** The segment that a dimension's rarer values share once it has more than MAX_SEGMENTS of them. */
export const OTHER_SEGMENT = '(other)';
export const MAX_SEGMENTS = 200;
const MAX_TRACKED_SEGMENTS = 5000;

/** The segments of one dimension. */
export class DimensionAccumulator {
  readonly #dimension: string;
  readonly #groups = new Map<string, GroupAccumulator>();

  constructor(dimension: string) {
    this.#dimension = dimension;
  }

  /** Adds a customer to the segment of the value; '' is missing. */
  add(segment: string, row: ScoredRow): void {
    const group = this.#groups.get(segment);
    if (group !== undefined) group.add(row);
    else this.#newGroup(segment).add(row);
  }

  /** The segments, the largest first; of more than MAX_SEGMENTS values the rarest are one segment, the last. */
  segments(): SegmentTotals[] {
    const ordered = [...this.#groups].sort(
      ([one, oneGroup], [other, otherGroup]) =>
        otherGroup.customers - oneGroup.customers || (one < other ? -1 : 1),
    );
    const named = ordered.filter(([segment]) => segment !== OTHER_SEGMENT);
    const others = new GroupAccumulator();
    const overflow = this.#groups.get(OTHER_SEGMENT);
    if (overflow !== undefined) others.merge(overflow);
    for (const [, group] of named.splice(MAX_SEGMENTS)) others.merge(group);
    if (others.customers > 0) named.push([OTHER_SEGMENT, others]);
    return named.map(([segment, group]) => ({ dimension: this.#dimension, segment, ...group.totals() }));
  }

  #newGroup(segment: string): GroupAccumulator {
    const name = this.#groups.size < MAX_TRACKED_SEGMENTS ? detachedCopy(segment) : OTHER_SEGMENT;
    const existing = this.#groups.get(name);
    if (existing !== undefined) return existing;
    const group = new GroupAccumulator();
    this.#groups.set(name, group);
    return group;
  }
}
