import * as z from 'zod';
import { RISK_LEVELS } from '../economics/risk-level.ts';
import { ChurnError } from '../errors.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { DimensionAccumulator, dimensionStateSchema, requireDimensions } from './dimension-accumulator.ts';
import { GroupAccumulator, groupSumsSchema } from './group-accumulator.ts';
import {
  PROBABILITY_BIN_DIMENSION,
  PROBABILITY_BINS,
  RISK_LEVEL_DIMENSION,
  type RunInsights,
  type ScoredRow,
  type SegmentTotals,
  TENURE_COHORT_DIMENSION,
} from './run-insights.ts';
import { cohortOf } from './tenure-cohort.ts';

/** What a run's insights are gathered in: plain data that can be kept and added up. */
export const runInsightsStateSchema = z.object({
  total: groupSumsSchema,
  /** Of the schema's segmentBy columns, in their order. */
  dimensions: z.array(dimensionStateSchema),
  cohorts: dimensionStateSchema,
  /** Of RISK_LEVELS, in their order. */
  levels: z.array(groupSumsSchema).length(RISK_LEVELS.length),
  bins: z.array(groupSumsSchema).length(PROBABILITY_BINS),
});
export type RunInsightsState = z.infer<typeof runInsightsStateSchema>;

/**
 * Gathers a run's insights in memory that does not grow with the rows: over the whole base, by the schema's segmentBy
 * columns and by tenure cohort, and over the active customers by risk level (always all three) and by probability bin
 * (always all twenty).
 */
export class RunInsightsAccumulator {
  readonly #total = new GroupAccumulator();
  readonly #dimensions: readonly { readonly name: string; readonly segments: DimensionAccumulator }[];
  readonly #cohorts = new DimensionAccumulator(TENURE_COHORT_DIMENSION);
  readonly #levels = RISK_LEVELS.map((level) => ({ level, group: new GroupAccumulator() }));
  readonly #bins = Array.from({ length: PROBABILITY_BINS }, () => new GroupAccumulator());

  constructor({ segmentBy }: Pick<SchemaDocument, 'segmentBy'>) {
    this.#dimensions = segmentBy.map((name) => ({ name, segments: new DimensionAccumulator(name) }));
  }

  /** @throws ChurnError `SCORE_INVALID` where the row's probability or an amount is no such thing. */
  add(row: ScoredRow): void {
    requireNumbers(row);
    this.#total.add(row);
    for (const { name, segments } of this.#dimensions) segments.add(row.segments[name] ?? '', row);
    this.#cohorts.add(cohortOf(row.tenureMonths), row);
    if (row.status === 'left') return;
    this.#levels[RISK_LEVELS.indexOf(row.riskLevel)]!.group.add(row);
    this.#bins[probabilityBinOf(row.churnProbability)]!.add(row);
  }

  /** What was gathered so far, in a copy. */
  state(): RunInsightsState {
    return {
      total: this.#total.state(),
      dimensions: this.#dimensions.map(({ segments }) => segments.state()),
      cohorts: this.#cohorts.state(),
      levels: this.#levels.map(({ group }) => group.state()),
      bins: this.#bins.map((group) => group.state()),
    };
  }

  /** Adds the customers of another accumulator. @throws ChurnError `FIGURES_INVALID` for one under another schema */
  merge(state: RunInsightsState): void {
    requireDimensions(state.dimensions, this.#dimensions);
    this.#total.merge(state.total);
    for (const [index, { segments }] of this.#dimensions.entries()) segments.merge(state.dimensions[index]!);
    this.#cohorts.merge(state.cohorts);
    for (const [index, { group }] of this.#levels.entries()) group.merge(state.levels[index]!);
    for (const [index, group] of this.#bins.entries()) group.merge(state.bins[index]!);
  }

  result(): RunInsights {
    return {
      total: this.#total.totals(),
      segments: [
        ...this.#dimensions.flatMap(({ segments }) => segments.segments()),
        ...this.#cohorts.segments(),
        ...this.#levels.map(({ level, group }) => segmentOf(RISK_LEVEL_DIMENSION, level, group)),
        ...this.#bins.map((group, index) => segmentOf(PROBABILITY_BIN_DIMENSION, String(index), group)),
      ],
    };
  }
}

/** The bin, 0 to PROBABILITY_BINS − 1, that holds a probability: [k/20, (k+1)/20), and 1 in the last. */
export function probabilityBinOf(churnProbability: number): number {
  return Math.min(PROBABILITY_BINS - 1, Math.floor(churnProbability * PROBABILITY_BINS));
}

function segmentOf(dimension: string, segment: string, group: GroupAccumulator): SegmentTotals {
  return { dimension, segment, ...group.totals() };
}

function requireNumbers(row: ScoredRow): void {
  const isProbability = row.churnProbability >= 0 && row.churnProbability <= 1;
  if (isProbability && Number.isFinite(row.monthlyCharge) && Number.isFinite(row.expectedLoss)) return;
  throw new ChurnError(
    'SCORE_INVALID',
    `Customer ${row.customerId} has the churn probability ${row.churnProbability}, the monthly charge ${row.monthlyCharge} and the expected loss ${row.expectedLoss}.`,
  );
}
