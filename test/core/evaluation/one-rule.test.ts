import { expect, test } from 'vitest';
import { oneRule } from '#core/evaluation/one-rule.ts';
import { stratifiedFolds } from '#core/evaluation/stratified-folds.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from '../learners/telco-table.ts';

const random = seededRandom(8);
const uniform = () => random.nextUint32() / 2 ** 32;
const age = Array.from({ length: 2000 }, () => 80 * uniform());
/** Those in the middle leave, so that no single threshold will do. */
const label = Uint8Array.from(age, (years) => (uniform() < (years > 24 && years < 48 ? 0.6 : 0.1) ? 1 : 0));
const table: FeatureTable = {
  rowCount: age.length,
  columns: [
    categoryColumn(
      'region',
      age.map(() => `region ${Math.floor(4 * uniform())}`),
    ),
    numericColumn('age', age),
    categoryColumn(
      'id',
      age.map((_, row) => `customer ${row}`),
    ),
  ],
  label,
};
const rows = Uint32Array.from(label.keys());
const folds = stratifiedFolds(rows, label, { folds: 5, repeats: 1, seed: 1 });

test('takes the column that tells most, not the one that knows every row by heart', () => {
  for (const fold of folds) {
    const { column, rates } = oneRule(table, fold);
    expect(column).toBe('age');
    for (const [index, row] of fold.test.entries()) {
      const years = age[row]!;
      if (years > 26 && years < 46) expect(rates[index]).toBeGreaterThan(0.45);
      if (years < 20 || years > 52) expect(rates[index]).toBeLessThan(0.2);
    }
    expect(new Set(rates).size).toBeLessThanOrEqual(10);
  }
});

test('the labels of the test rows have no part in it', () => {
  const [fold] = folds;
  const turned = label.slice();
  for (const row of fold!.test) turned[row] = 1 - turned[row]!;
  expect(oneRule({ ...table, label: turned }, fold!)).toEqual(oneRule(table, fold!));
});
