import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kaplanMeier } from '#core/economics/survival/kaplan-meier.ts';
import { retainedShare, retentionOf } from '#core/economics/survival/retention.ts';
import { MAX_TENURE_MONTHS, SurvivalCounts } from '#core/economics/survival/survival-counts.ts';

type Stay = readonly [tenureMonths: number, hasLeft: boolean];

function countsOf(stays: readonly Stay[]): SurvivalCounts {
  const counts = new SurvivalCounts();
  for (const [tenure, hasLeft] of stays) counts.add(tenure, hasLeft);
  return counts;
}

/** Five customers worked out by hand: left after 1, 2 and 3 months, still here after 2 and 4. */
const five = countsOf([
  [1, true],
  [2.9, true],
  [2, false],
  [3, true],
  [4, false],
]);

const stays = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { maxLength: 80 });

describe('kaplanMeier', () => {
  it('is what was worked out by hand', () => {
    const points = kaplanMeier(five);
    expect(points.map(({ month, atRisk, left }) => [month, atRisk, left])).toEqual([
      [0, 5, 0],
      [1, 5, 1],
      [2, 4, 1],
      [3, 2, 1],
      [4, 1, 0],
    ]);
    const survival = [1, 0.8, 0.6, 0.3, 0.3];
    for (const [month, share] of survival.entries()) expect(points[month]!.survival).toBeCloseTo(share, 12);
    // Greenwood after month 2: 0.6 √(1/20 + 1/12) = 0.219089; after month 3: 0.3 √(1/20 + 1/12 + 1/2) = 0.238747.
    expect(points[2]!.lower).toBeCloseTo(0.6 - 1.96 * 0.219089, 5);
    expect(points[2]!.upper).toBe(1);
    expect(points[3]!.lower).toBe(0);
    expect(points[3]!.upper).toBeCloseTo(0.3 + 1.96 * 0.238747, 5);
  });

  it('is the share who stayed where everybody joined at once and nobody drops out before', () => {
    const points = kaplanMeier(
      countsOf([
        [2, true],
        [5, true],
        [9, false],
        [9, false],
      ]),
    );
    expect(points.at(-1)!.survival).toBeCloseTo(0.5, 12);
  });

  it('ends at 0 with an interval of 0 where all who are left leave, and is empty for nobody', () => {
    const last = kaplanMeier(
      countsOf([
        [1, false],
        [3, true],
      ]),
    ).at(-1)!;
    expect([last.survival, last.lower, last.upper]).toEqual([0, 0, 0]);
    expect(kaplanMeier(countsOf([]))).toEqual([]);
  });

  it('falls from at most 1 to at least 0, inside its interval', () => {
    fc.assert(
      fc.property(stays, (some) => {
        let before = 1;
        for (const { survival, lower, upper } of kaplanMeier(countsOf(some))) {
          expect(survival).toBeLessThanOrEqual(before);
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(lower).toBeLessThanOrEqual(survival);
          expect(upper).toBeGreaterThanOrEqual(survival);
          expect(upper).toBeLessThanOrEqual(1);
          before = survival;
        }
      }),
    );
  });
});

describe('SurvivalCounts', () => {
  it('merges as if all had been counted together', () => {
    fc.assert(
      fc.property(stays, stays, (some, others) => {
        const merged = countsOf(some);
        merged.merge(countsOf(others).state());
        expect(kaplanMeier(merged)).toEqual(kaplanMeier(countsOf([...some, ...others])));
      }),
    );
  });

  it('takes what lies outside for the nearest month and leaves out what is no number', () => {
    const counts = countsOf([
      [-3, true],
      [0, false],
      [1e9, false],
      [Number.NaN, true],
    ]);
    expect([counts.customersAt(0), counts.leftAt(0), counts.months]).toEqual([2, 1, MAX_TENURE_MONTHS + 1]);
    expect(kaplanMeier(counts)[0]).toMatchObject({ atRisk: 3, left: 1 });
  });
});

describe('retention', () => {
  it('is the curve conditioned on the tenure', () => {
    const retention = retentionOf(five, 1)!;
    const points = kaplanMeier(five);
    for (let tenure = 0; tenure < 4; tenure++) {
      for (let ahead = 0; tenure + ahead <= 4; ahead++) {
        const expected = points[tenure + ahead]!.survival / points[tenure]!.survival;
        expect(retainedShare(retention, tenure, ahead)).toBeCloseTo(expected, 12);
      }
    }
  });

  it('goes on at the rate of its last year where few customers are left to learn from', () => {
    const retention = retentionOf(five, 4)!;
    expect(retention.monthlyHazards).toEqual([0, 0.2, 0.25]);
    expect(retention.laterHazard).toBeCloseTo(2 / 14, 12);
    expect(retainedShare(retention, 40, 3)).toBeCloseTo((12 / 14) ** 3, 12);
  });

  it('looks at the first month however few there are, and knows nothing of nobody', () => {
    expect(retentionOf(countsOf([[0, false]]))).toEqual({ monthlyHazards: [0], laterHazard: 0 });
    expect(retentionOf(countsOf([]))).toBeUndefined();
  });
});
