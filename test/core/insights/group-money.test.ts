import { expect, test } from 'vitest';
import { groupMoneyOf } from '#core/insights/group-money.ts';
import type { GroupTotals } from '#core/insights/run-insights.ts';

const totals: GroupTotals = {
  customers: 100,
  activeCustomers: 80,
  leftCustomers: 20,
  churnProbabilitySum: 16,
  monthlyRevenue: 1000,
  revenueAtRiskMonthly: 200,
  expectedLoss: 1200,
  highRiskCustomers: 5,
  churnVariance: 9,
  revenueAtRiskVariance: 400,
  clv: 8000,
  contactCustomers: 30,
  contactGain: 400,
};

test('forms rates, ranges and values of the sums', () => {
  const money = groupMoneyOf(totals);
  expect(money).toMatchObject({ observedChurnRate: 0.2, expectedChurnRate: 0.2, revenueAtRiskMonthly: 200 });
  expect(money.revenueAtRiskRange!.lower).toBeCloseTo(200 - 1.96 * 20, 9);
  expect(money.revenueAtRiskRange!.upper).toBeCloseTo(200 + 1.96 * 20, 9);
  expect(money.expectedChurnRange!.lower).toBeCloseTo((16 - 1.96 * 3) / 80, 12);
  expect(money).toMatchObject({ averageClv: 100, contactCustomers: 30, contactGain: 400 });
});

test('leaves out what an older run does not tell, and has no average of nobody', () => {
  const older = groupMoneyOf({
    ...totals,
    churnVariance: null,
    revenueAtRiskVariance: null,
    clv: null,
    contactCustomers: null,
    contactGain: null,
  });
  expect(Object.keys(older)).toEqual([
    'observedChurnRate',
    'observedChurnRange',
    'expectedChurnRate',
    'revenueAtRiskMonthly',
  ]);
  const nobody = groupMoneyOf({ ...totals, customers: 0, activeCustomers: 0, leftCustomers: 0, clv: 0 });
  expect(nobody).toMatchObject({ observedChurnRate: null, observedChurnRange: null, averageClv: null });
});
