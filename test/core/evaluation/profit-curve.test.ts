import fc from 'fast-check';
import { expect, test } from 'vitest';
import { profitCurve } from '#core/evaluation/profit-curve.ts';
import { rankByScore } from '#core/evaluation/ranking.ts';
import { scored } from './scored.ts';

const terms = { clv: 200, offerCost: 10, contactCost: 1, alpha: 6, beta: 14 };

test('worked by hand', () => {
  // A leaver brings 0.3 × 190 − 1 = 56, a stayer costs 11: 56, 45, 101 and 90, over four customers.
  const { points, optimum } = profitCurve(rankByScore([0.9, 0.7, 0.5, 0.1], [1, 0, 1, 0]), terms);
  const wanted = [0, 14, 11.25, 25.25, 22.5];
  expect(points.map(([share]) => share)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  for (const [index, [, profit]] of points.entries()) expect(profit).toBeCloseTo(wanted[index]!, 12);
  expect(optimum.share).toBe(0.75);
  expect(optimum.profit).toBeCloseTo(25.25, 12);
});

test('no share earns more than the optimum, and the points are few and end with everybody', () => {
  fc.assert(
    fc.property(scored, ({ scores, labels }) => {
      const many = Array.from({ length: 20 }).flatMap(() => scores);
      const manyLabels = Array.from({ length: 20 }).flatMap(() => labels);
      const { points, optimum } = profitCurve(rankByScore(many, manyLabels), terms);
      expect(points.length).toBeLessThanOrEqual(101);
      expect(points.at(-1)![0]).toBe(1);
      const leavers = labels.filter((label) => label === 1).length;
      expect(points.at(-1)![1]).toBeCloseTo(
        (56 * leavers - 11 * (labels.length - leavers)) / labels.length,
        9,
      );
      for (const [, profit] of points) expect(profit).toBeLessThanOrEqual(optimum.profit);
    }),
  );
});

test('nobody is contacted where nobody is worth it', () => {
  const { optimum } = profitCurve(rankByScore([0.9, 0.1], [1, 0]), { ...terms, clv: 10 });
  expect(optimum).toEqual({ share: 0, profit: 0 });
});
