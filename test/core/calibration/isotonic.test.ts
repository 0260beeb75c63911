import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrated, calibratedLogOdds } from '#core/calibration/calibration.ts';
import { fitIsotonic } from '#core/calibration/isotonic.ts';
import { poolAdjacentViolators } from '#core/calibration/pool-adjacent-violators.ts';
import { rankByScore } from '#core/evaluation/ranking.ts';
import { rocAuc } from '#core/evaluation/roc-auc.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import { simulated } from './simulated.ts';

/** Log-odds on a coarse grid, so that ties are common; leaving has little to do with them. */
const anyData = fc
  .array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 0, max: 1 })), {
    minLength: 2,
    maxLength: 300,
  })
  .map((rows) => ({
    logOdds: Float64Array.from(rows, ([score]) => score / 10),
    labels: Uint8Array.from(rows, ([, label]) => label),
  }));

test('violators are pooled as worked by hand', () => {
  // 1, 0 and 0 of one row each violate; then 1 of 2 and 0 of 1 do with what came before, and 2 of 2 do not.
  const outcomes = [0, 1, 0, 0, 1, 1];
  const blocks = outcomes.map((left, row) => ({ rows: 1, left, scoreSum: row }));
  const pooled = poolAdjacentViolators(blocks, (a, b) => a.left * b.rows >= b.left * a.rows);
  expect(pooled).toEqual([
    { rows: 1, left: 0, scoreSum: 0 },
    { rows: 3, left: 1, scoreSum: 6 },
    { rows: 2, left: 2, scoreSum: 9 },
  ]);
});

test('pooling gives the non-decreasing rates of least squares, found by the min-max formula', () => {
  // Origin: Barlow et al. (1972): the i-th value is max over a ≤ i of min over b ≥ i of the mean of a…b.
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 25 }), (outcomes) => {
      const blocks = outcomes.map((left) => ({ rows: 1, left, scoreSum: 0 }));
      const pooled = poolAdjacentViolators(blocks, (a, b) => a.left * b.rows >= b.left * a.rows);
      const fitted = pooled.flatMap(({ left, rows }) => new Array<number>(rows).fill(left / rows));
      const mean = (from: number, to: number) =>
        outcomes.slice(from, to + 1).reduce((sum, left) => sum + left, 0) / (to - from + 1);
      for (const [i, value] of fitted.entries()) {
        const lowest = (a: number) => Math.min(...outcomes.slice(i).map((_, more) => mean(a, i + more)));
        expect(value).toBeCloseTo(Math.max(...outcomes.slice(0, i + 1).map((_, a) => lowest(a))), 12);
      }
    }),
  );
});

test('knots rise in both coordinates and are few, whatever the data; outside them the curve is level', () => {
  fc.assert(
    fc.property(anyData, (data) => {
      const isotonic = fitIsotonic(data);
      if (isotonic === undefined) return;
      const { knots } = isotonic;
      expect(knots.length).toBeGreaterThanOrEqual(2);
      expect(knots.length).toBeLessThanOrEqual(62);
      for (let i = 1; i < knots.length; i++) {
        expect(knots[i]![0]).toBeGreaterThan(knots[i - 1]![0]);
        expect(knots[i]![1]).toBeGreaterThan(knots[i - 1]![1]);
        expect(knots[i]![1] - knots[i - 1]![1]).toBeLessThanOrEqual(
          4 * (knots[i]![0] - knots[i - 1]![0]) + 1e-12,
        );
      }
      for (const [x, y] of knots) expect(calibratedLogOdds(x, isotonic)).toBeCloseTo(y, 12);
      expect(calibratedLogOdds(Number.NEGATIVE_INFINITY, isotonic)).toBe(knots[0]![1]);
      expect(calibratedLogOdds(Number.POSITIVE_INFINITY, isotonic)).toBe(knots.at(-1)![1]);
    }),
  );
});

test('the curve rises with the log-odds, and no customer is at 0 or 1', () => {
  const isotonic = fitIsotonic(simulated(3000, (value) => (value < -1 ? -30 : value > 1 ? 30 : 0)))!;
  let before = 0;
  for (let value = -10; value <= 10; value += 0.01) {
    const probability = calibrated(value, isotonic);
    expect(probability).toBeGreaterThanOrEqual(before);
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThan(1);
    before = probability;
  }
});

test('a bend that no line can undo is undone', () => {
  const truth = (value: number) => (value < 0 ? -2 + 0.1 * value : -2 + 1.5 * value);
  const isotonic = fitIsotonic(simulated(100_000, truth))!;
  for (let value = -2.8; value <= 2.8; value += 0.1) {
    expect(Math.abs(calibrated(value, isotonic) - probabilityOf(truth(value)))).toBeLessThan(0.04);
  }
});

test('the order of the customers, and so the AUC, is kept but for a thousandth', () => {
  for (const rows of [200, 1400, 100_000]) {
    const { logOdds, labels } = simulated(rows, (value) => 0.6 * value - 1, rows);
    const isotonic = fitIsotonic({ logOdds, labels })!;
    const after = logOdds.map((value) => calibrated(value, isotonic));
    const aucOf = (scores: Float64Array) => rocAuc(rankByScore(scores, labels));
    expect(Math.abs(aucOf(after) - aucOf(logOdds))).toBeLessThan(1e-3);
  }
});

test('gives nothing where there is nothing to order by', () => {
  const logOdds = Float64Array.of(-1, 0, 1, 2);
  expect(fitIsotonic({ logOdds, labels: Uint8Array.of(1, 1, 1, 1) })).toBeUndefined();
  expect(fitIsotonic({ logOdds: new Float64Array(4), labels: Uint8Array.of(0, 1, 1, 0) })).toBeUndefined();
  expect(fitIsotonic(simulated(5000, (value) => -value))).toBeUndefined();
  expect(fitIsotonic({ logOdds: new Float64Array(0), labels: new Uint8Array(0) })).toBeUndefined();
});
