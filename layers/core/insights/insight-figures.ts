import type { Kpis, RiskDistribution, Segment } from '../api/contract.ts';
import { RISK_LEVELS, type RiskLevel } from '../economics/risk-level.ts';
import { ChurnError } from '../errors.ts';
import type { RiskThresholds } from '../schema/schema-document.ts';
import { groupMoneyOf } from './group-money.ts';
import { type GroupTotals, PROBABILITY_BINS, type SegmentTotals } from './run-insights.ts';

/** The figures of GET /api/kpis without those that say which run they are of. */
export type KpiFigures = Omit<
  Kpis,
  'runId' | 'asOf' | 'modelVersion' | 'currency' | 'horizonMonths' | 'previous'
>;

/** The KPIs of a group, normally of the whole base. Amounts in the schema's currency. */
export function kpiFiguresOf(group: GroupTotals): KpiFigures {
  return {
    customers: group.customers,
    activeCustomers: group.activeCustomers,
    leftCustomers: group.leftCustomers,
    expectedChurners: group.churnProbabilitySum,
    monthlyRevenueActive: group.monthlyRevenue,
    expectedLoss: group.expectedLoss,
    highRiskCustomers: group.highRiskCustomers,
    ...groupMoneyOf(group),
  };
}

/** One entry of GET /api/segments. */
export function segmentFiguresOf(group: SegmentTotals): Segment {
  return {
    segment: group.segment,
    customers: group.customers,
    activeCustomers: group.activeCustomers,
    leftCustomers: group.leftCustomers,
    expectedLoss: group.expectedLoss,
    highRiskCustomers: group.highRiskCustomers,
    ...groupMoneyOf(group),
  };
}

/**
 * The levels of GET /api/risk-distribution, from LOW to HIGH, from the run's RISK_LEVEL_DIMENSION in any order.
 * @throws ChurnError `INSIGHTS_INCOMPLETE` where a level is not there.
 */
export function riskLevelsOf(
  groups: readonly SegmentTotals[],
  thresholds: RiskThresholds,
): RiskDistribution['levels'] {
  const edges: Record<RiskLevel, readonly [from: number, to: number]> = {
    LOW: [0, thresholds.medium],
    MEDIUM: [thresholds.medium, thresholds.high],
    HIGH: [thresholds.high, 1],
  };
  return RISK_LEVELS.map((level) => {
    const { activeCustomers, expectedLoss } = groupNamed(groups, level);
    const [from, to] = edges[level];
    return { level, from, to, customers: activeCustomers, expectedLoss };
  });
}

/**
 * The histogram of GET /api/risk-distribution from the run's PROBABILITY_BIN_DIMENSION in any order.
 * @throws ChurnError `INSIGHTS_INCOMPLETE` where a bin is not there.
 */
export function histogramOf(groups: readonly SegmentTotals[]): RiskDistribution['histogram'] {
  return Array.from({ length: PROBABILITY_BINS }, (_, bin) => ({
    from: bin / PROBABILITY_BINS,
    to: (bin + 1) / PROBABILITY_BINS,
    customers: groupNamed(groups, String(bin)).activeCustomers,
  }));
}

function groupNamed(groups: readonly SegmentTotals[], segment: string): SegmentTotals {
  const group = groups.find((candidate) => candidate.segment === segment);
  if (group !== undefined) return group;
  throw new ChurnError('INSIGHTS_INCOMPLETE', `The run's insights lack the segment ${segment}.`);
}
