import type { RiskLevel } from '../economics/risk-level.ts';
import type { Reason } from '../explain/reasons.ts';

/** One scored customer as it is stored. */
export interface ScoredRow {
  readonly customerId: string;
  readonly status: 'active' | 'left';
  readonly churnProbability: number;
  readonly riskLevel: RiskLevel;
  readonly monthlyCharge: number;
  readonly tenureMonths: number;
  readonly expectedLoss: number;
  /** In currency; null for one who left, who has no value ahead, and where the model knows no retention. */
  readonly clv: number | null;
  /** Expected net gain of contacting them, in currency; null where `clv` is. */
  readonly priority: number | null;
  /** Value of each of the schema's segmentBy columns, in that order's names. */
  readonly segments: Readonly<Record<string, string>>;
  /** What moved the probability most; absent where it was not worked out or not asked for. */
  readonly reasons?: readonly Reason[] | undefined;
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
  /** Σ p (1 − p), and the same × monthly charge²; null in runs from before they were kept. */
  readonly churnVariance: number | null;
  readonly revenueAtRiskVariance: number | null;
  /** Σ CLV; with the next two null where a customer's is not known. */
  readonly clv: number | null;
  /** Customers worth contacting, and Σ priority of those. */
  readonly contactCustomers: number | null;
  readonly contactGain: number | null;
}

export interface SegmentTotals extends GroupTotals {
  /** A segmentBy column or one of the dimensions below. */
  readonly dimension: string;
  readonly segment: string;
}

/** Dimensions every run has beside the schema's; `$` keeps them apart from column names. */
export const RISK_LEVEL_DIMENSION = '$risk_level';
/** Twenty bins of equal width over [0, 1]; the segment is the bin's index, `0` to `19`; 1 falls into the last. */
export const PROBABILITY_BIN_DIMENSION = '$probability_bin';
export const PROBABILITY_BINS = 20;

/** The years that customers have been here: `Year 1` to `Year 10` and LAST_COHORT. */
export const TENURE_COHORT_DIMENSION = '$tenure_cohort';

/** What one scoring pass leaves beside the rows. */
export interface RunInsights {
  readonly total: GroupTotals;
  readonly segments: readonly SegmentTotals[];
}
