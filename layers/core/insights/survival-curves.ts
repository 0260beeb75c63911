import * as z from 'zod';
import { detachedCopy } from '../csv/detached-copy.ts';
import { kaplanMeier } from '../economics/survival/kaplan-meier.ts';
import { SurvivalCounts, survivalCountsStateSchema } from '../economics/survival/survival-counts.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { OTHER_SEGMENT, requireDimensions } from './dimension-accumulator.ts';
import type { ScoredRow } from './run-insights.ts';

/** [month, at risk, left in it, survival, lower, upper]; see SurvivalPoint. */
export type SurvivalStep = [number, number, number, number, number, number];

/** The survival of one group of customers. */
export interface SurvivalCurve {
  readonly segment: string;
  readonly customers: number;
  readonly left: number;
  readonly steps: SurvivalStep[];
}

const MAX_SEGMENTS = 5000;
/** So many of a dimension's largest segments have a curve. */
const MAX_CURVES = 12;
const MAX_STEPS = 121;

/** What a run's survival is counted in: plain data that can be kept and added up. */
export const runSurvivalStateSchema = z.object({
  all: survivalCountsStateSchema,
  /** Of the schema's segmentBy columns, in their order. */
  dimensions: z.array(z.array(z.tuple([z.string(), survivalCountsStateSchema]))),
});
export type RunSurvivalState = z.infer<typeof runSurvivalStateSchema>;

/** Counts a run's customers by tenure, over the base and by the schema's segmentBy columns. */
export class RunSurvival {
  readonly #all = new SurvivalCounts();
  readonly #dimensions: readonly { readonly name: string; readonly segments: Map<string, SurvivalCounts> }[];

  constructor(schema: Pick<SchemaDocument, 'segmentBy'>) {
    this.#dimensions = schema.segmentBy.map((name) => ({ name, segments: new Map() }));
  }

  add({ tenureMonths, status, segments }: ScoredRow): void {
    const hasLeft = status === 'left';
    this.#all.add(tenureMonths, hasLeft);
    for (const dimension of this.#dimensions) {
      countsOf(dimension.segments, segments[dimension.name] ?? '').add(tenureMonths, hasLeft);
    }
  }

  /** What was counted so far, in a copy. */
  state(): RunSurvivalState {
    return {
      all: this.#all.state(),
      dimensions: this.#dimensions.map(({ segments }) =>
        [...segments].map(([segment, counts]) => [segment, counts.state()]),
      ),
    };
  }

  /** Adds the customers of another one. @throws ChurnError `FIGURES_INVALID` for one under another schema */
  merge({ all, dimensions }: RunSurvivalState): void {
    requireDimensions(dimensions, this.#dimensions);
    this.#all.merge(all);
    for (const [index, { segments }] of this.#dimensions.entries()) {
      for (const [segment, counts] of dimensions[index]!) countsOf(segments, segment).merge(counts);
    }
  }

  /** The curve over all customers; its segment is empty. */
  overall(): SurvivalCurve {
    return curveOf('', this.#all);
  }

  /** The dimensions' largest segments, the largest first. */
  bySegment(): { readonly dimension: string; readonly curves: SurvivalCurve[] }[] {
    return this.#dimensions.map(({ name, segments }) => ({
      dimension: name,
      curves: [...segments]
        .map(([segment, counts]) => curveOf(segment, counts))
        .sort((a, b) => b.customers - a.customers || (a.segment < b.segment ? -1 : 1))
        .slice(0, MAX_CURVES),
    }));
  }
}

function countsOf(segments: Map<string, SurvivalCounts>, segment: string): SurvivalCounts {
  const found = segments.get(segment);
  if (found !== undefined) return found;
  const name = segments.size < MAX_SEGMENTS ? detachedCopy(segment) : OTHER_SEGMENT;
  const counts = segments.get(name) ?? new SurvivalCounts();
  segments.set(name, counts);
  return counts;
}

function curveOf(segment: string, counts: SurvivalCounts): SurvivalCurve {
  const points = kaplanMeier(counts);
  const every = Math.ceil(points.length / (MAX_STEPS - 1));
  const shown = points.filter(({ month }) => month % every === 0 || month === points.length - 1);
  return {
    segment,
    customers: points[0]?.atRisk ?? 0,
    left: points.reduce((sum, { left }) => sum + left, 0),
    steps: shown.map(({ month, atRisk, left, survival, lower, upper }) => [
      month,
      atRisk,
      left,
      survival,
      lower,
      upper,
    ]),
  };
}
