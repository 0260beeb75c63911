import { describe, expect, it } from 'vitest';
import { runChangesSchema } from '#core/api/contract.ts';
import { logBinOf } from '#core/evaluation/log-bins.ts';
import { profileStability } from '#core/insights/profile-stability.ts';
import { type ComparedRun, runChangesOf } from '#core/insights/run-changes.ts';
import type { GroupTotals, SegmentTotals } from '#core/insights/run-insights.ts';
import type { FeatureProfile } from '#core/lake/documents.ts';
import { plansSchema } from '../cleaning/plans-schema.ts';

type Counts = Readonly<Record<string, number>>;

function profile(fees: readonly number[], plans: Counts, more: Partial<FeatureProfile> = {}): FeatureProfile {
  const bins = Map.groupBy(fees, (fee) => logBinOf(fee, 16));
  const histogram = [...bins]
    .map(([bin, all]): [number, number] => [bin, all.length])
    .sort(([a], [b]) => a - b);
  return {
    runId: 'r',
    rows: fees.length,
    labelled: 0,
    left: 0,
    header: [],
    parts: [],
    numeric: [{ name: 'fee', missing: 0, min: null, max: null, mean: null, histogram }],
    category: [{ name: 'plan', missing: 0, counts: { ...plans }, otherValues: 0 }],
    ...more,
  };
}

const fees = Array.from({ length: 1000 }, (_, index) => 20 + (index % 100));
const plans = { Pro: 700, 'Basic plan': 300 };

const totals: GroupTotals = {
  customers: 100,
  activeCustomers: 80,
  leftCustomers: 20,
  churnProbabilitySum: 16,
  monthlyRevenue: 1000,
  revenueAtRiskMonthly: 200,
  expectedLoss: 1200,
  highRiskCustomers: 5,
  churnVariance: 10,
  revenueAtRiskVariance: 500,
  clv: 9000,
  contactCustomers: 30,
  contactGain: 400,
};
const bin = (segment: number, activeCustomers: number): SegmentTotals => ({
  ...totals,
  dimension: '$probability_bin',
  segment: String(segment),
  activeCustomers,
});
const run: ComparedRun = {
  currency: 'USD',
  horizonMonths: 12,
  total: totals,
  probabilityBins: [bin(0, 40), bin(10, 40)],
  profile: profile(fees, plans),
};

describe('profileStability', () => {
  it('is 0 for the same customers, and for as many more alike', () => {
    const again = profile([...fees, ...fees], { Pro: 1400, 'Basic plan': 600 });
    for (const { psi } of profileStability(profile(fees, plans), again)) expect(psi).toBeCloseTo(0, 12);
  });

  it('names the column that changed first, by how much it did', () => {
    const dearer = profile(
      fees.map((fee) => fee * 1.5),
      { Pro: 600, 'Basic plan': 400 },
    );
    const [first, second] = profileStability(profile(fees, plans), dearer);
    expect(first!.name).toBe('fee');
    expect(first!.psi).toBeGreaterThan(0.25);
    // By hand: −0.1 ln(0.6 ÷ 0.7) + 0.1 ln(0.4 ÷ 0.3) = 0.0441832.
    expect(second).toEqual({ name: 'plan', psi: expect.closeTo(0.0441832, 6) });
  });

  it('sees values that appear or are missing', () => {
    const category = [{ name: 'plan', missing: 400, counts: { Pro: 300, New: 300 }, otherValues: 0 }];
    const found = profileStability(profile(fees, plans), profile(fees, {}, { category }));
    expect(found[0]).toMatchObject({ name: 'plan' });
    expect(found[0]!.psi).toBeGreaterThan(1);
  });

  it('leaves out what an older profile has no histogram of, and columns of one run alone', () => {
    const numeric = [{ name: 'fee', missing: 0, min: 1, max: 2, mean: 1.5 }];
    const older = profile(fees, plans, { numeric });
    expect(profileStability(older, profile(fees, plans)).map(({ name }) => name)).toEqual(['plan']);
    expect(
      profileStability(profile(fees, plans, { category: [], numeric: [] }), profile(fees, plans)),
    ).toEqual([]);
  });
});

describe('runChangesOf', () => {
  it('has the differences of the KPIs and the stability of score and columns, as the contract wants them', () => {
    const after: ComparedRun = {
      ...run,
      total: { ...totals, activeCustomers: 90, churnProbabilitySum: 27, revenueAtRiskMonthly: 150 },
      probabilityBins: [bin(0, 45), bin(10, 45)],
    };
    const changes = runChangesOf(run, after, plansSchema);
    const previous = { runId: 'r', asOf: 't', modelVersion: 'm' };
    expect(runChangesSchema.parse({ previous, movers: [], ...changes })).toMatchObject(changes);
    expect(changes.kpis).toMatchObject({
      activeCustomers: 10,
      expectedChurners: 11,
      revenueAtRiskMonthly: -50,
    });
    expect(changes.kpis.expectedChurnRate).toBeCloseTo(0.3 - 0.2, 12);
    expect(changes.score).toEqual({ name: 'churnProbability', psi: 0, band: 'stable' });
    expect(changes.columns.map(({ band }) => band)).toEqual(['stable', 'stable']);
  });

  it('says that the score has changed where customers moved to other bins', () => {
    const after = { ...run, probabilityBins: [bin(0, 10), bin(10, 70)] };
    expect(runChangesOf(run, after, plansSchema).score.band).toBe('changed');
  });

  it('subtracts no dollars from euros, and no loss of a year from one of two', () => {
    const inEuros = runChangesOf(run, { ...run, currency: 'EUR' }, plansSchema).kpis;
    expect(inEuros).toMatchObject({ revenueAtRiskMonthly: null, expectedLoss: null, activeCustomers: 0 });
    const longer = runChangesOf(run, { ...run, horizonMonths: 24 }, plansSchema).kpis;
    expect(longer).toMatchObject({ revenueAtRiskMonthly: 0, expectedLoss: null });
  });

  it('has no columns where a profile is gone, and no rate where nobody is active', () => {
    const gone = runChangesOf({ ...run, profile: undefined }, run, plansSchema);
    expect(gone.columns).toEqual([]);
    const nobody = { ...totals, activeCustomers: 0, churnProbabilitySum: 0 };
    expect(runChangesOf(run, { ...run, total: nobody }, plansSchema).kpis.expectedChurnRate).toBeNull();
  });
});
