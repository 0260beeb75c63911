import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logLossOfLogOdds, probabilityOf } from '#core/learners/log-odds.ts';
import { designRows, evenlySpaced } from '#core/learners/logistic/design-rows.ts';
import { EXP_LIMIT, expOfMinus } from '#core/learners/logistic/exp-of-minus.ts';
import { type LevelTerms, planJointCodes } from '#core/learners/logistic/joint-codes.ts';
import { logisticDesign } from '#core/learners/logistic/logistic-design.ts';
import { lossAndGradient } from '#core/learners/logistic/loss-gradient.ts';
import { meanHessian } from '#core/learners/logistic/mean-hessian.ts';
import { logOddsOfRows } from '#core/learners/logistic/rows-log-odds.ts';
import { weightedSample } from '#core/learners/logistic/weighted-sample.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { everyRow, randomTable } from './logistic-rig.ts';

test('e^−x from the table is that of Math.exp', () => {
  const values = fc.double({ min: -EXP_LIMIT, max: EXP_LIMIT, noNaN: true });
  fc.assert(
    fc.property(values, (x) => {
      expect(Math.abs(expOfMinus(x) / Math.exp(-x) - 1)).toBeLessThan(1e-13);
    }),
  );
  for (const x of [-EXP_LIMIT, 0, EXP_LIMIT]) expect(expOfMinus(x)).toBeCloseTo(Math.exp(-x), 10);
});

test('joint codes tell all combinations of their columns apart, and keep to a byte', () => {
  const levelCounts = fc.array(fc.integer({ min: 2, max: 255 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(levelCounts, fc.nat(), (counts, seed) => {
      const random = seededRandom(seed);
      let term = 1;
      const columns = counts.map((levelCount): LevelTerms => {
        return { levelCount, terms: Int32Array.from({ length: levelCount }, () => term++) };
      });
      const { places, joints } = planJointCodes(columns);
      for (const { size } of joints) expect(size).toBeLessThanOrEqual(256);
      const levels = counts.map((count) => random.nextInt(count));
      const codes = joints.map(() => 0);
      for (const [k, { joint, stride }] of places.entries()) codes[joint]! += levels[k]! * stride;
      const found = joints.flatMap(({ memberCount, terms }, joint) => [
        ...terms.subarray(codes[joint]! * memberCount, (codes[joint]! + 1) * memberCount),
      ]);
      expect(found.sort((a, b) => a - b)).toEqual(columns.map(({ terms }, k) => terms[levels[k]!]));
    }),
  );
});

/** Rows with coefficients at random, some of them so large that probabilities are 0 and 1. */
function randomPoint(seed: number, rowCount: number) {
  const table = randomTable(seed, { rows: rowCount, numerics: 6, categories: 7, levels: 6 });
  const design = logisticDesign(table, everyRow(table));
  const random = seededRandom(seed);
  const size = seed % 5 === 0 ? 60 : 1;
  const coefficients = Float64Array.from(
    { length: design.termCount },
    () => size * (random.nextInt(2000) / 1000 - 1),
  );
  return { rows: designRows(table, everyRow(table), design), coefficients };
}

test('the loss is the sum of the rows, and the gradient what the loss changes by', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 30, max: 1200 }), (seed, rowCount) => {
      const { rows, coefficients } = randomPoint(seed, rowCount);
      const { loss, gradient } = lossAndGradient(rows, coefficients);
      const logOdds = logOddsOfRows(rows, coefficients);
      const expected = logOdds.reduce((sum, z, row) => sum + logLossOfLogOdds(z, rows.labels[row]!), 0);
      expect(Math.abs(loss - expected)).toBeLessThan(1e-9 * (1 + expected));
      const k = seed % coefficients.length;
      const lossAt = (change: number) => {
        const moved = coefficients.slice();
        moved[k]! += change;
        return lossAndGradient(rows, moved).loss;
      };
      const slope = (lossAt(1e-4) - lossAt(-1e-4)) / 2e-4;
      expect(Math.abs(gradient[k]! - slope)).toBeLessThan(1e-4 * (1 + rowCount));
    }),
    { numRuns: 40 },
  );
});

test('the Hessian by pairs of codes is that of every row multiplied out', () => {
  const { rows, coefficients } = randomPoint(3, 700);
  const { termCount } = rows.design;
  const sample = weightedSample(rows, 400);
  const hessian = meanHessian(sample, coefficients);
  const ones = Float64Array.from({ length: termCount }, (_, k) => k);
  const logOdds = logOddsOfRows(sample.rows, coefficients);
  // The row of a term by asking for the log-odds of that coefficient alone.
  const columns = [...ones.keys()].map((k) => {
    const alone = new Float64Array(termCount);
    alone[k] = 1;
    return logOddsOfRows(sample.rows, alone);
  });
  const total = sample.weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < termCount; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (const [row, z] of logOdds.entries()) {
        const p = probabilityOf(z);
        sum += sample.weights[row]! * p * (1 - p) * columns[i]![row]! * columns[j]![row]!;
      }
      expect(hessian[i * termCount + j]!).toBeCloseTo(sum / total, 10);
    }
  }
});

test('a weighted sample has every row of the rarest codes and stands for all rows', () => {
  const table = randomTable(7, { rows: 20_000, numerics: 1, categories: 3, levels: 40 });
  const rows = designRows(table, everyRow(table), logisticDesign(table, everyRow(table)));
  const sample = weightedSample(rows, 2000);
  expect(sample.rows.rowCount).toBeGreaterThan(1900);
  expect(sample.rows.rowCount).toBeLessThanOrEqual(2000);
  const total = sample.weights.reduce((sum, weight) => sum + weight, 0);
  expect(Math.abs(total / 20_000 - 1)).toBeLessThan(0.01);
  const countsIn = (codes: Uint8Array) => {
    const counts = new Map<number, number>();
    for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    return counts;
  };
  const byCount = rows.codes
    .flatMap((codes, joint) => [...countsIn(codes)].map(([code, count]) => ({ joint, code, count })))
    .sort((a, b) => a.count - b.count);
  for (const { joint, code, count } of byCount.slice(0, 3)) {
    expect(countsIn(sample.rows.codes[joint]!).get(code)).toBe(count);
  }
});

test('evenly spaced rows are as many as asked for, from the first on', () => {
  const table = randomTable(1, { rows: 1000, numerics: 1, categories: 1, levels: 3 });
  const rows = designRows(table, everyRow(table), logisticDesign(table, everyRow(table)));
  const part = evenlySpaced(rows, 300);
  expect(part.rowCount).toBe(300);
  expect([...part.numerics[0]!]).toEqual(
    Array.from({ length: 300 }, (_, i) => rows.numerics[0]![Math.floor((i * 10) / 3)]),
  );
  expect(evenlySpaced(rows, 1000)).toBe(rows);
});
