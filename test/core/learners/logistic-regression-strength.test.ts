import { expect, test } from 'vitest';
import { predictLogOdds } from '#core/learners/learner.ts';
import { logLossOfLogOdds } from '#core/learners/log-odds.ts';
import { INVERSE_STRENGTHS } from '#core/learners/logistic/choose-strength.ts';
import { logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { fittedLogistic, numbersOf, randomTable, tableOf } from './logistic-rig.ts';
import { numericColumn } from './telco-table.ts';

/** Customers of 30 normal columns; log-odds = effect × the first. */
function normals(rows: number, effect: number, seed: number) {
  const random = seededRandom(seed);
  const uniform = () => (random.nextUint32() + 1) / (2 ** 32 + 1);
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const columns = Array.from({ length: 30 }, () => Array.from({ length: rows }, normal));
  const label = columns[0]!.map((value) => (uniform() < 1 / (1 + Math.exp(-effect * value)) ? 1 : 0));
  return tableOf(
    columns.map((values, k) => numericColumn(`x${k}`, values)),
    label,
  );
}

test('noise alone asks for the strongest penalty, a strong effect in many rows for a weak one', () => {
  expect(fittedLogistic(normals(200, 0, 1), {}).inverseStrength).toBe(INVERSE_STRENGTHS[0]);
  expect(fittedLogistic(normals(4000, 4, 1), {}).inverseStrength).toBeGreaterThanOrEqual(1);
});

test('the choice does better on new customers than the strengths far from it', () => {
  const fresh = normals(5000, 1.5, 77);
  const rows = Uint32Array.from({ length: 5000 }, (_, row) => row);
  const lossWith = (inverseStrength: number | 'cross-validated') => {
    let sum = 0;
    for (const seed of [11, 12, 13, 14]) {
      const logOdds = predictLogOdds(
        fittedLogistic(normals(150, 1.5, seed), { inverseStrength }),
        fresh,
        rows,
      );
      for (const row of rows) sum += logLossOfLogOdds(logOdds[row]!, fresh.label[row]!);
    }
    return sum;
  };
  const chosen = lossWith('cross-validated');
  expect(chosen).toBeLessThan(lossWith(100));
  expect(chosen).toBeLessThan(lossWith(0.001));
});

test('the fit is that of the chosen strength', () => {
  const table = randomTable(3, { rows: 400, numerics: 3, categories: 3, levels: 4 });
  const chosen = fittedLogistic(table, {});
  const given = fittedLogistic(table, { inverseStrength: chosen.inverseStrength });
  const expected = numbersOf(given);
  for (const [k, value] of numbersOf(chosen).entries()) expect(value).toBeCloseTo(expected[k]!, 5);
});

test('the same seed gives the same model to the bit', () => {
  const table = randomTable(4, { rows: 30_000, numerics: 3, categories: 3, levels: 4 });
  expect(numbersOf(fittedLogistic(table, {}))).toEqual(numbersOf(fittedLogistic(table, {})));
});

test('where one label has a single row nothing can be held out, and the strongest penalty is taken', () => {
  const x = Array.from({ length: 50 }, (_, row) => row % 9);
  const table = tableOf(
    [numericColumn('x', x)],
    x.map((_, row) => (row === 7 ? 1 : 0)),
  );
  expect(fittedLogistic(table, {}).inverseStrength).toBe(INVERSE_STRENGTHS[0]);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
  'refuses the inverse strength %d',
  (inverseStrength) => {
    expect(() => logisticRegression({ inverseStrength })).toThrow('inverse strength');
  },
);
