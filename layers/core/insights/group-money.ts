import type { GroupMoney } from '../api/money-contract.ts';
import {
  expectedChurnRangeOf,
  expectedChurnRateOf,
  observedChurnRangeOf,
  observedChurnRateOf,
} from '../economics/churn-rate.ts';
import { likelyRange } from '../economics/likely-range.ts';
import type { GroupTotals } from './run-insights.ts';

/**
 * Rates, ranges and values of a group, formed from its sums. What the sums of an older run cannot tell is left out;
 * averages and rates of nobody are null.
 */
export function groupMoneyOf(group: GroupTotals): GroupMoney {
  const { customers, activeCustomers, leftCustomers, churnProbabilitySum, revenueAtRiskMonthly } = group;
  return {
    observedChurnRate: observedChurnRateOf(leftCustomers, customers),
    observedChurnRange: observedChurnRangeOf(leftCustomers, customers),
    expectedChurnRate: expectedChurnRateOf(churnProbabilitySum, activeCustomers),
    revenueAtRiskMonthly,
    ...rangesOf(group),
    ...valuesOf(group),
  };
}

function rangesOf(group: GroupTotals): Pick<GroupMoney, 'expectedChurnRange' | 'revenueAtRiskRange'> {
  const { churnVariance, revenueAtRiskVariance, monthlyRevenue } = group;
  if (churnVariance === null || revenueAtRiskVariance === null) return {};
  return {
    expectedChurnRange: expectedChurnRangeOf(group.churnProbabilitySum, churnVariance, group.activeCustomers),
    revenueAtRiskRange: likelyRange(group.revenueAtRiskMonthly, revenueAtRiskVariance, monthlyRevenue),
  };
}

function valuesOf(group: GroupTotals): Pick<GroupMoney, 'averageClv' | 'contactCustomers' | 'contactGain'> {
  const { activeCustomers, clv, contactCustomers, contactGain } = group;
  if (clv === null || contactCustomers === null || contactGain === null) return {};
  return { averageClv: activeCustomers === 0 ? null : clv / activeCustomers, contactCustomers, contactGain };
}
