import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kpisSchema, riskDistributionSchema, segmentSchema } from '#core/api/contract.ts';
import { expectedLossOf } from '#core/economics/expected-loss.ts';
import { riskLevelOf } from '#core/economics/risk-level.ts';
import { histogramOf, kpiFiguresOf, riskLevelsOf, segmentFiguresOf } from '#core/insights/insight-figures.ts';
import type { GroupTotals, RunInsights, ScoredRow } from '#core/insights/run-insights.ts';
import { probabilityBinOf, RunInsightsAccumulator } from '#core/insights/run-insights-accumulator.ts';
import { plansSchema } from '../cleaning/plans-schema.ts';

function scored(customer: Partial<ScoredRow> & { readonly churnProbability: number }): ScoredRow {
  const monthlyCharge = customer.monthlyCharge ?? 10;
  return {
    customerId: 'c',
    status: 'active',
    riskLevel: riskLevelOf(customer.churnProbability, plansSchema.riskThresholds),
    monthlyCharge,
    tenureMonths: 1,
    expectedLoss: expectedLossOf(customer.churnProbability, monthlyCharge, plansSchema.economics),
    clv: 100,
    priority: customer.churnProbability * 50 - 20,
    segments: { plan: 'Pro', tenure_group: '0-6' },
    ...customer,
  };
}

function insightsOf(rows: readonly ScoredRow[]): RunInsights {
  const insights = new RunInsightsAccumulator(plansSchema);
  for (const row of rows) insights.add(row);
  return insights.result();
}

const groupsOf = (insights: RunInsights, dimension: string) =>
  insights.segments.filter((group) => group.dimension === dimension);

describe('RunInsightsAccumulator', () => {
  it('adds up money and risk of the active customers, and counts those who left apart', () => {
    const insights = insightsOf([
      scored({ churnProbability: 0.75, monthlyCharge: 40 }),
      scored({ churnProbability: 0.25, monthlyCharge: 20, segments: { plan: '', tenure_group: '7-12' } }),
      scored({ churnProbability: 0.875, monthlyCharge: 1000, status: 'left' }),
    ]);
    const total: GroupTotals = {
      customers: 3,
      activeCustomers: 2,
      leftCustomers: 1,
      churnProbabilitySum: 1,
      monthlyRevenue: 60,
      revenueAtRiskMonthly: 35,
      expectedLoss: 35 * 0.5 * 12,
      highRiskCustomers: 1,
      churnVariance: 2 * 0.1875,
      revenueAtRiskVariance: 0.1875 * (1600 + 400),
      clv: 200,
      contactCustomers: 1,
      contactGain: 17.5,
    };
    expect(insights.total).toEqual(total);
    const plans = groupsOf(insights, 'plan');
    expect(plans.map(({ segment, customers, leftCustomers }) => [segment, customers, leftCustomers])).toEqual(
      [
        ['Pro', 2, 1],
        ['', 1, 0],
      ],
    );
    expect(groupsOf(insights, 'tenure_group').map(({ segment }) => segment)).toEqual(['0-6', '7-12']);
  });

  it('always has three risk levels and twenty bins, of active customers only', () => {
    const rows = [scored({ churnProbability: 1 }), scored({ churnProbability: 1, status: 'left' })];
    for (const some of [[], rows]) {
      const insights = insightsOf(some);
      const levels = groupsOf(insights, '$risk_level');
      const bins = groupsOf(insights, '$probability_bin');
      expect(levels.map(({ segment }) => segment)).toEqual(['LOW', 'MEDIUM', 'HIGH']);
      expect(bins.map(({ segment }) => segment)).toEqual(Array.from({ length: 20 }, (_, bin) => `${bin}`));
      expect(levels[2]).toMatchObject({ customers: some.length / 2, activeCustomers: some.length / 2 });
      expect(bins[19]).toMatchObject({ customers: some.length / 2, leftCustomers: 0 });
    }
  });

  it('puts the rarest of more than 200 values together', () => {
    const rows = Array.from({ length: 260 }, (_, index) =>
      Array.from({ length: index < 60 ? 1 : 2 }, () =>
        scored({ churnProbability: 0.5, segments: { plan: `plan ${index}`, tenure_group: '0-6' } }),
      ),
    ).flat();
    const plans = groupsOf(insightsOf(rows), 'plan');
    expect(plans.length).toBe(201);
    expect(plans.at(-1)).toMatchObject({ segment: '(other)', customers: 60, churnProbabilitySum: 30 });
    expect(plans.slice(0, 200).every(({ customers }) => customers === 2)).toBe(true);
  });

  it('loses no customer however many values there are', () => {
    const rows = Array.from({ length: 12_000 }, (_, index) =>
      scored({ churnProbability: 0.5, segments: { plan: `${index}`, tenure_group: '0-6' } }),
    );
    const plans = groupsOf(insightsOf(rows), 'plan');
    expect(plans.length).toBe(201);
    expect(plans.reduce((sum, { customers }) => sum + customers, 0)).toBe(12_000);
  });

  it('has dimensions whose segments add up to the whole', () => {
    const row = fc
      .record({
        churnProbability: fc.double({ min: 0, max: 1, noNaN: true }),
        monthlyCharge: fc.integer({ min: 0, max: 500 }),
        status: fc.constantFrom<'active' | 'left'>('active', 'left'),
        segments: fc.record({
          plan: fc.constantFrom('', 'Pro', 'x'),
          tenure_group: fc.constantFrom('0-6', '61+'),
        }),
      })
      .map(scored);
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const insights = insightsOf(rows);
        for (const dimension of [
          'plan',
          'tenure_group',
          '$tenure_cohort',
          '$risk_level',
          '$probability_bin',
        ]) {
          const groups = groupsOf(insights, dimension);
          const sumOf = (key: keyof GroupTotals) =>
            groups.reduce((sum, group) => sum + (group[key] ?? Number.NaN), 0);
          expect(sumOf('activeCustomers')).toBe(insights.total.activeCustomers);
          expect(sumOf('customers')).toBe(
            dimension.startsWith('$r') || dimension.startsWith('$p')
              ? insights.total.activeCustomers
              : insights.total.customers,
          );
          expect(sumOf('expectedLoss')).toBeCloseTo(insights.total.expectedLoss, 6);
          expect(sumOf('revenueAtRiskVariance')).toBeCloseTo(insights.total.revenueAtRiskVariance!, 4);
          expect(sumOf('clv')).toBe(insights.total.clv);
          expect(sumOf('churnProbabilitySum')).toBeCloseTo(insights.total.churnProbabilitySum, 9);
        }
      }),
    );
  });

  it.each([Number.NaN, -0.1, 1.1])('refuses the probability %d', (churnProbability) => {
    expect(() => insightsOf([{ ...scored({ churnProbability: 0.5 }), churnProbability }])).toThrow(
      expect.objectContaining({ code: 'SCORE_INVALID' }),
    );
  });
});

describe('probabilityBinOf', () => {
  it('holds each lower edge and 1', () => {
    for (let bin = 0; bin < 20; bin++) expect(probabilityBinOf(bin / 20)).toBe(bin);
    expect(probabilityBinOf(1)).toBe(19);
    expect(probabilityBinOf(0.0499999)).toBe(0);
  });
});

describe('insight figures', () => {
  const insights = insightsOf([
    scored({ churnProbability: 0.75, monthlyCharge: 40 }),
    scored({ churnProbability: 0.25, monthlyCharge: 20 }),
    scored({ churnProbability: 0.5, status: 'left', segments: { plan: 'Lost', tenure_group: '0-6' } }),
  ]);
  const provenance = { runId: 'r', asOf: 't', modelVersion: 'm', currency: 'USD' };

  it('forms the KPIs of the contract', () => {
    const figures = kpiFiguresOf(insights.total);
    const kpis = kpisSchema.parse({ ...provenance, horizonMonths: 12, ...figures });
    expect(kpis).toMatchObject({ observedChurnRate: 1 / 3, expectedChurnRate: 0.5, expectedChurners: 1 });
    expect(kpis).toMatchObject({ monthlyRevenueActive: 60, revenueAtRiskMonthly: 35, expectedLoss: 210 });
  });

  it('gives no rate for a group without customers', () => {
    const empty = insightsOf([]).total;
    expect(kpiFiguresOf(empty)).toMatchObject({ observedChurnRate: null, expectedChurnRate: null });
    const lost = insights.segments.find(({ segment }) => segment === 'Lost')!;
    const figures = segmentFiguresOf(lost);
    expect(segmentSchema.parse(figures)).toEqual(figures);
    expect(figures).toMatchObject({ observedChurnRate: 1, expectedChurnRate: null, expectedLoss: 0 });
  });

  it('forms the risk distribution of the contract, whatever the order', () => {
    const levels = riskLevelsOf(groupsOf(insights, '$risk_level').toReversed(), plansSchema.riskThresholds);
    const histogram = histogramOf(groupsOf(insights, '$probability_bin').toReversed());
    riskDistributionSchema.parse({ ...provenance, levels, histogram });
    expect(levels.map(({ level, from, to, customers }) => [level, from, to, customers])).toEqual([
      ['LOW', 0, 0.3, 1],
      ['MEDIUM', 0.3, 0.6, 0],
      ['HIGH', 0.6, 1, 1],
    ]);
    expect(histogram.flatMap(({ customers }, bin) => (customers > 0 ? [bin] : []))).toEqual([5, 15]);
    expect(histogram[5]).toEqual({ from: 0.25, to: 0.3, customers: 1 });
    expect(() => histogramOf([])).toThrow(expect.objectContaining({ code: 'INSIGHTS_INCOMPLETE' }));
  });
});
