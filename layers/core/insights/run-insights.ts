import type { RiskLevel } from '../economics/economics.ts';

/** One scored customer as it is stored. */
export interface ScoredRow {
  readonly customerId: string;
  readonly status: 'active' | 'left';
  readonly churnProbability: number;
  readonly riskLevel: RiskLevel;
  readonly monthlyCharge: number;
  readonly tenureMonths: number;
  readonly expectedLoss: number;
  /** Value of each of the schema's segmentBy columns, in that order's names. */
  readonly segments: Readonly<Record<string, string>>;
}

/** Sums over a group of customers; rates are formed from them when read, so groups can be added. */
export interface GroupTotals {
  readonly customers: number;
  readonly activeCustomers: number;
  readonly leftCustomers: number;
  /** Over the active customers, as the following ones. */
  readonly churnProbabilitySum: number;
  readonly monthlyRevenue: number;
  readonly revenueAtRiskMonthly: number;
  readonly expectedLoss: number;
  readonly highRiskCustomers: number;
}

export interface SegmentTotals extends GroupTotals {
  /** A segmentBy column, or RISK_LEVEL_DIMENSION or PROBABILITY_BIN_DIMENSION. */
  readonly dimension: string;
  readonly segment: string;
}

/** Dimensions every run has beside the schema's; `$` keeps them apart from column names. */
export const RISK_LEVEL_DIMENSION = '$risk_level';
/** Twenty bins of equal width over [0, 1]; the segment is the bin's index, `0` to `19`; 1 falls into the last. */
export const PROBABILITY_BIN_DIMENSION = '$probability_bin';
export const PROBABILITY_BINS = 20;

/** What one scoring pass leaves beside the rows. */
export interface RunInsights {
  readonly total: GroupTotals;
  readonly segments: readonly SegmentTotals[];
}
