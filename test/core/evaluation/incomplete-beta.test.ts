import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incompleteBeta } from '#core/evaluation/incomplete-beta.ts';

/** Not nearer to 0 or 1 than a thousandth, where 1 − x would lose the digits that matter to the check. */
const share = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);

/** Origin: NIST DLMF 8.17.5, for whole a and b: the chance of at least a successes in a + b − 1 draws. */
function binomialTail(x: number, a: number, b: number): number {
  const draws = a + b - 1;
  let ways = 1;
  let total = 0;
  for (let successes = draws; successes >= a; successes--) {
    total += ways * x ** successes * (1 - x) ** (draws - successes);
    ways = (ways * successes) / (draws - successes + 1);
  }
  return total;
}

test('whole parameters: a sum of binomial chances', () => {
  fc.assert(
    fc.property(share, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (x, a, b) => {
      expect(incompleteBeta(x, a, b)).toBeCloseTo(binomialTail(x, a, b), 11);
    }),
  );
});

test('halves: the arcsine distribution', () => {
  fc.assert(
    fc.property(share, (x) => {
      expect(incompleteBeta(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 11);
    }),
  );
});

test('any parameters: the two tails make 1, and it rises with x', () => {
  const parameter = fc.double({ min: 0.01, max: 2000, noNaN: true });
  fc.assert(
    fc.property(share, share, parameter, parameter, (x, y, a, b) => {
      expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9);
      const [low, high] = [incompleteBeta(Math.min(x, y), a, b), incompleteBeta(Math.max(x, y), a, b)];
      expect(high).toBeGreaterThanOrEqual(low - 1e-12);
    }),
  );
  expect(incompleteBeta(-1, 2, 3)).toBe(0);
  expect(incompleteBeta(Number.POSITIVE_INFINITY, 2, 3)).toBe(1);
});
