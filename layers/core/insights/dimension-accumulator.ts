import * as z from 'zod';
import { detachedCopy } from '../csv/detached-copy.ts';
import { ChurnError } from '../errors.ts';
import { GroupAccumulator, groupSumsSchema } from './group-accumulator.ts';
import type { ScoredRow, SegmentTotals } from './run-insights.ts';

/** The segment that a dimension's rarer values share once it has more than MAX_SEGMENTS of them. */
export const OTHER_SEGMENT = '(other)';
export const MAX_SEGMENTS = 200;
const MAX_TRACKED_SEGMENTS = 5000;

/** The sums of a dimension's segments, in the order in which they were first seen. */
export const dimensionStateSchema = z.array(z.tuple([z.string(), groupSumsSchema]));
export type DimensionState = z.infer<typeof dimensionStateSchema>;

/**
 * The segments of one dimension. Beyond MAX_TRACKED_SEGMENTS values the further ones share one segment; up to there it
 * makes no difference how the customers come: one by one, or as the states of other accumulators.
 */
export class DimensionAccumulator {
  readonly #dimension: string;
  readonly #groups = new Map<string, GroupAccumulator>();

  constructor(dimension: string) {
    this.#dimension = dimension;
  }

  /** Adds a customer to the segment of the value; '' is missing. */
  add(segment: string, row: ScoredRow): void {
    (this.#groups.get(segment) ?? this.#newGroup(segment)).add(row);
  }

  /** The sums so far, in a copy. */
  state(): DimensionState {
    return [...this.#groups].map(([segment, group]) => [segment, group.state()]);
  }

  /** Adds the customers of another accumulator of the dimension. */
  merge(state: DimensionState): void {
    for (const [segment, sums] of state) {
      (this.#groups.get(segment) ?? this.#newGroup(segment)).merge(sums);
    }
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
    if (overflow !== undefined) others.merge(overflow.state());
    for (const [, group] of named.splice(MAX_SEGMENTS)) others.merge(group.state());
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

/** @throws ChurnError `FIGURES_INVALID` unless figures to be added have as many dimensions as there are here */
export function requireDimensions(added: readonly unknown[], here: readonly unknown[]): void {
  if (added.length === here.length) return;
  throw new ChurnError(
    'FIGURES_INVALID',
    `Figures of ${added.length} dimensions cannot be added to those of ${here.length}.`,
  );
}
