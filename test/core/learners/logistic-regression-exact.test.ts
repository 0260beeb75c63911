import fc from 'fast-check';
import { expect, test } from 'vitest';
import { predictLogOdds } from '#core/learners/learner.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { coefficientsOf, denseRows, referenceCoefficients } from './logistic-reference.ts';
import { everyRow, fittedLogistic, randomTable, tableOf } from './logistic-rig.ts';
import { numericColumn } from './telco-table.ts';

const shapes = fc.record({
  rows: fc.integer({ min: 20, max: 200 }),
  numerics: fc.integer({ min: 0, max: 6 }),
  categories: fc.integer({ min: 0, max: 6 }),
  levels: fc.integer({ min: 2, max: 8 }),
});
const strengths = fc.constantFrom(0.01, 0.3, 1, 20, 1000);
const seeds = fc.nat();

test('is the minimum that plain Newton finds, for any table and strength', () => {
  fc.assert(
    fc.property(shapes, strengths, seeds, (shape, inverseStrength, seed) => {
      const table = randomTable(seed, shape);
      const model = fittedLogistic(table, { inverseStrength });
      const x = denseRows(model, table);
      const reference = referenceCoefficients(x, table.label, 1 / inverseStrength);
      // Standardised values and category parts are float32; the weaker the penalty, the more that moves the minimum.
      const near = 2e-6 * Math.max(1, inverseStrength);
      for (const [k, value] of coefficientsOf(model, table).entries()) {
        expect(Math.abs(value - reference[k]!)).toBeLessThan(near * (1 + Math.abs(reference[k]!)));
      }
      for (const [row, logOdds] of predictLogOdds(model, table, everyRow(table)).entries()) {
        const expected = x[row]!.reduce((sum, value, k) => sum + value * reference[k]!, 0);
        expect(Math.abs(logOdds - expected)).toBeLessThan(near * (1 + Math.abs(expected)));
      }
    }),
    { numRuns: 60 },
  );
});

/** The penalised loss's derivative by each coefficient at the fitted ones, divided by the rows. */
function meanGradient(table: FeatureTable, settings: Parameters<typeof fittedLogistic>[1]) {
  const model = fittedLogistic(table, settings);
  const coefficients = coefficientsOf(model, table);
  const penalty = 1 / model.inverseStrength;
  const gradient = coefficients.map((value, k) => (k > 0 ? penalty * value : 0));
  for (const [row, x] of denseRows(model, table).entries()) {
    const p = probabilityOf(x.reduce((sum, value, k) => sum + value * coefficients[k]!, 0));
    for (const [k, value] of x.entries()) gradient[k]! += (p - table.label[row]!) * value;
  }
  return { model, gradient: gradient.map((value) => value / table.rowCount) };
}

test('of so many rows that it begins on samples, the gradient of all is zero at the end', () => {
  const table = randomTable(5, { rows: 60_000, numerics: 5, categories: 5, levels: 12 });
  for (const inverseStrength of [0.001, 1, 1000]) {
    const { gradient } = meanGradient(table, { inverseStrength });
    for (const value of gradient) expect(Math.abs(value)).toBeLessThan(2.5e-6);
  }
});

test('a column whose one rare value no sample shows does not keep the fit from its minimum', () => {
  const base = randomTable(8, { rows: 50_000, numerics: 2, categories: 2, levels: 3 });
  const rare = numericColumn(
    'rare',
    [...base.label].map((_, row) => (row % 12_347 === 11 ? 1 : 0)),
  );
  const { gradient } = meanGradient({ ...base, columns: [...base.columns, rare] }, { inverseStrength: 100 });
  for (const value of gradient) expect(Math.abs(value)).toBeLessThan(5e-7);
});

test('monotone directions are kept, and what they allow is at its minimum', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(1, -1, undefined), { minLength: 5, maxLength: 5 }),
      seeds,
      (directions, seed) => {
        const table = randomTable(seed, { rows: 150, numerics: 5, categories: 2, levels: 3 });
        const wanted = directions.flatMap((sign, column): [number, 1 | -1][] =>
          sign === undefined ? [] : [[column, sign === 1 ? 1 : -1]],
        );
        const { model, gradient } = meanGradient(table, { inverseStrength: 1, monotone: new Map(wanted) });
        let k = 1;
        for (const { column, weight } of model.numerics) {
          const sign = directions[column] ?? 0;
          expect(weight * sign).toBeGreaterThanOrEqual(0);
          if (sign === 0 || weight !== 0) expect(Math.abs(gradient[k]!)).toBeLessThan(1e-6);
          else expect(gradient[k]! * sign).toBeGreaterThan(-1e-6);
          k += (table.columns[column] as { values: Float32Array }).values.some(Number.isNaN) ? 2 : 1;
        }
        for (const value of gradient.slice(k)) expect(Math.abs(value)).toBeLessThan(1e-6);
      },
    ),
    { numRuns: 60 },
  );
});

test('a monotone direction against the data leaves nothing of the column', () => {
  const x = Array.from({ length: 200 }, (_, row) => row);
  const table = tableOf(
    [numericColumn('x', x), numericColumn('y', x.toReversed())],
    x.map((value) => (value % 7 < 3 || value > 120 ? 1 : 0)),
  );
  const free = fittedLogistic(table, { inverseStrength: 1 });
  expect(free.numerics[0]!.weight).toBeGreaterThan(0);
  const held = fittedLogistic(table, { inverseStrength: 1, monotone: new Map([[0, -1]]) });
  expect(held.numerics[0]!.weight).toBe(0);
  expect(held.numerics[1]!.weight).toBeLessThan(0);
});
