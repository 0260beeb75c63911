import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expectedChurnRangeOf,
  expectedChurnRateOf,
  observedChurnRangeOf,
  observedChurnRateOf,
} from '#core/economics/churn-rate.ts';
import { likelyRange } from '#core/economics/likely-range.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';

describe('observed churn', () => {
  it('has Wilson’s interval', () => {
    // Worked out by hand for 2 of 10 with z = 1.96: (0.2 + 0.19208 ± √(0.38416 × 0.25604)) ÷ 1.38416.
    const range = observedChurnRangeOf(2, 10)!;
    expect(observedChurnRateOf(2, 10)).toBe(0.2);
    expect(range.lower).toBeCloseTo(0.0566809, 6);
    expect(range.upper).toBeCloseTo(0.5098432, 6);
  });

  it('does not vanish where nobody or everybody left, stays in [0, 1], and is null for nobody', () => {
    expect(observedChurnRangeOf(0, 10)!.lower).toBe(0);
    expect(observedChurnRangeOf(0, 10)!.upper).toBeCloseTo(0.2775402, 6);
    expect(observedChurnRangeOf(10, 10)!.upper).toBe(1);
    expect(observedChurnRangeOf(0, 0)).toBeNull();
    expect(observedChurnRateOf(0, 0)).toBeNull();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, part) => {
          const left = Math.round(all * part);
          const { lower, upper } = observedChurnRangeOf(left, all)!;
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(lower).toBeLessThanOrEqual(left / all);
          expect(upper).toBeGreaterThanOrEqual(left / all);
          expect(upper).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('expected churn', () => {
  it('is the mean with the range of what may come', () => {
    expect(expectedChurnRateOf(30, 120)).toBe(0.25);
    const { lower, upper } = expectedChurnRangeOf(30, 16, 120)!;
    expect([lower, upper]).toEqual([(30 - 7.84) / 120, (30 + 7.84) / 120]);
    expect(expectedChurnRangeOf(0, 0, 0)).toBeNull();
    expect(expectedChurnRateOf(0, 0)).toBeNull();
  });
});

describe('likelyRange', () => {
  it('is cut at 0 and at the whole, and is the mean where nothing is left to chance', () => {
    expect(likelyRange(1, 100, 12)).toEqual({ lower: 0, upper: 12 });
    expect(likelyRange(12, 0, 12)).toEqual({ lower: 12, upper: 12 });
    expect(likelyRange(5, -1e-12)).toEqual({ lower: 5, upper: 5 });
  });

  it('holds about 95 of 100 sums of independent chances × amounts', () => {
    const random = seededRandom(5);
    const uniform = () => random.nextUint32() / 2 ** 32;
    const customers = Array.from({ length: 400 }, () => ({
      p: uniform() ** 2,
      amount: 20 + 100 * uniform(),
    }));
    const mean = customers.reduce((sum, { p, amount }) => sum + p * amount, 0);
    const variance = customers.reduce((sum, { p, amount }) => sum + p * (1 - p) * amount ** 2, 0);
    const { lower, upper } = likelyRange(mean, variance);
    const runs = 2000;
    let inside = 0;
    for (let run = 0; run < runs; run++) {
      const lost = customers.reduce((sum, { p, amount }) => sum + (uniform() < p ? amount : 0), 0);
      if (lost >= lower && lost <= upper) inside++;
    }
    expect(inside / runs).toBeGreaterThan(0.935);
    expect(inside / runs).toBeLessThan(0.965);
  });
});
