import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestThreshold, outcomeOfRule, outcomeOfThreshold } from '#core/evaluation/contact-policies.ts';

const terms = { offerCost: 10, contactCost: 1, acceptance: 0.3 };

/** Probabilities on a coarse grid, so that ties are common. */
const judged = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.constantFrom(0, 1), fc.integer({ min: 0, max: 600 })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((rows) => ({
    probabilities: Float64Array.from(rows, ([p]) => p / 8),
    labels: Uint8Array.from(rows, ([, label]) => label),
    values: Float64Array.from(rows, ([, , value]) => value),
  }));

describe('ways of choosing whom to contact', () => {
  it('earn what is worked out by hand', () => {
    const customers = {
      probabilities: Float64Array.of(0.9, 0.6, 0.5, 0.1),
      labels: Uint8Array.of(1, 0, 1, 0),
      values: Float64Array.of(210, 30, 310, 310),
    };
    // A leaver of 210 brings 0.3 × 200 − 1 = 59, one of 310 brings 89; a stayer costs 11. The second is not worth it.
    expect(outcomeOfRule(customers, terms)).toEqual({ share: 0.5, profit: (59 + 89) / 4 });
    expect(outcomeOfThreshold(customers, terms, 0.7)).toEqual({
      threshold: 0.7,
      share: 0.25,
      profit: 59 / 4,
    });
    expect(bestThreshold(customers, terms)).toEqual({
      threshold: 0.5,
      share: 0.75,
      profit: (59 + 89 - 11) / 4,
    });
  });

  it('have no threshold that earns more than the best', () => {
    fc.assert(
      fc.property(judged, fc.double({ min: 0, max: 1.1, noNaN: true }), (customers, threshold) => {
        const best = bestThreshold(customers, terms);
        const other = outcomeOfThreshold(customers, terms, threshold);
        expect(other.profit).toBeLessThanOrEqual(best.profit + 1e-9);
        expect(outcomeOfThreshold(customers, terms, best.threshold).profit).toBeCloseTo(best.profit, 9);
      }),
    );
  });

  it('contact nobody where nobody is worth it', () => {
    const customers = {
      probabilities: Float64Array.of(0.4),
      labels: Uint8Array.of(0),
      values: Float64Array.of(1),
    };
    expect(outcomeOfRule(customers, terms)).toEqual({ share: 0, profit: 0 });
    expect(bestThreshold(customers, terms)).toEqual({
      threshold: Number.POSITIVE_INFINITY,
      share: 0,
      profit: 0,
    });
  });
});
