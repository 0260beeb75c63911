import { RISK_LEVELS } from '../economics/risk-level.ts';
import { ChurnError } from '../errors.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { DimensionAccumulator } from './dimension-accumulator.ts';
import { GroupAccumulator } from './group-accumulator.ts';
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

/** Gathers a run's insights row by row, in memory that does not grow with the rows. */
export interface RunInsightsAccumulator {
  /** @throws ChurnError `SCORE_INVALID` where the row's probability or an amount is no such thing. */
  add(row: ScoredRow): void;
  result(): RunInsights;
}

/**
 * Insights over the whole base, by the schema's segmentBy columns and by tenure cohort, and over the active customers by
 * risk level (always all three) and by probability bin (always all twenty).
 */
export function createRunInsights(schema: SchemaDocument): RunInsightsAccumulator {
  const total = new GroupAccumulator();
  const dimensions = schema.segmentBy.map((name) => ({ name, segments: new DimensionAccumulator(name) }));
  const cohorts = new DimensionAccumulator(TENURE_COHORT_DIMENSION);
  const levels = new Map(RISK_LEVELS.map((level) => [level, new GroupAccumulator()]));
  const bins = Array.from({ length: PROBABILITY_BINS }, () => new GroupAccumulator());
  return {
    add(row) {
      requireNumbers(row);
      total.add(row);
      for (const { name, segments } of dimensions) segments.add(row.segments[name] ?? '', row);
      cohorts.add(cohortOf(row.tenureMonths), row);
      if (row.status === 'left') return;
      levels.get(row.riskLevel)!.add(row);
      bins[probabilityBinOf(row.churnProbability)]!.add(row);
    },
    result: () => ({
      total: total.totals(),
      segments: [
        ...dimensions.flatMap(({ segments }) => segments.segments()),
        ...cohorts.segments(),
        ...[...levels].map(([level, group]) => segmentOf(RISK_LEVEL_DIMENSION, level, group)),
        ...bins.map((group, index) => segmentOf(PROBABILITY_BIN_DIMENSION, String(index), group)),
      ],
    }),
  };
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
