import { describe, expect, it } from 'vitest';
import { survivalCurveSchema } from '#core/api/contract.ts';
import { kaplanMeier } from '#core/economics/survival/kaplan-meier.ts';
import { SurvivalCounts } from '#core/economics/survival/survival-counts.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { RunSurvival } from '#core/insights/survival-curves.ts';
import { cohortOf, LAST_COHORT } from '#core/insights/tenure-cohort.ts';

function row(plan: string, tenureMonths: number, status: ScoredRow['status']): ScoredRow {
  return {
    customerId: 'c',
    status,
    churnProbability: 0.5,
    riskLevel: 'MEDIUM',
    monthlyCharge: 10,
    tenureMonths,
    expectedLoss: 30,
    clv: null,
    priority: null,
    segments: { plan },
  };
}

describe('RunSurvival', () => {
  it('has the curve over everybody and one a segment, the largest first', () => {
    const survival = new RunSurvival({ segmentBy: ['plan'] });
    const rows = [row('A', 1, 'left'), row('B', 2, 'left'), row('B', 2, 'active'), row('B', 4, 'active')];
    for (const each of rows) survival.add(each);
    const overall = survival.overall();
    expect(survivalCurveSchema.parse(overall)).toEqual(overall);
    expect(overall).toMatchObject({ segment: '', customers: 4, left: 2 });
    expect(overall.steps.map(([month, atRisk, left]) => [month, atRisk, left])).toEqual([
      [0, 4, 0],
      [1, 4, 1],
      [2, 3, 1],
      [3, 1, 0],
      [4, 1, 0],
    ]);
    expect(overall.steps.at(-1)![3]).toBeCloseTo(0.75 * (2 / 3), 12);
    const [{ dimension, curves } = { dimension: '', curves: [] }] = survival.bySegment();
    expect(dimension).toBe('plan');
    expect(curves.map(({ segment, customers }) => [segment, customers])).toEqual([
      ['B', 3],
      ['A', 1],
    ]);
    expect(curves[1]!.steps.at(-1)![3]).toBe(0);
  });

  it('stays small however long the tenures and however many the segments, and keeps the last month', () => {
    const survival = new RunSurvival({ segmentBy: ['plan'] });
    const counts = new SurvivalCounts();
    for (let index = 0; index < 6000; index++) {
      const status = index % 7 === 0 ? 'left' : 'active';
      survival.add(row(`plan ${index}`, index % 1000, status));
      counts.add(index % 1000, status === 'left');
    }
    const { steps, customers } = survival.overall();
    expect(customers).toBe(6000);
    expect(steps.length).toBeLessThanOrEqual(121);
    expect(steps.at(-1)![3]).toBe(kaplanMeier(counts).at(-1)!.survival);
    expect(survival.bySegment()[0]!.curves).toHaveLength(12);
  });
});

describe('cohortOf', () => {
  it('is the year of their time here', () => {
    expect([0, 11, 12, 119, 120, 5000].map(cohortOf)).toEqual([
      'Year 1',
      'Year 1',
      'Year 2',
      'Year 10',
      LAST_COHORT,
      LAST_COHORT,
    ]);
  });
});
