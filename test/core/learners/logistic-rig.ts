import type { LogisticModel } from '#core/learners/logistic/logistic-model.ts';
import { type LogisticSettings, logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from './telco-table.ts';

export function tableOf(columns: FeatureColumn[], label: readonly number[]): FeatureTable {
  return { rowCount: label.length, columns, label: Uint8Array.from(label) };
}

export const everyRow = ({ rowCount }: FeatureTable) =>
  Uint32Array.from({ length: rowCount }, (_, row) => row);

export function fittedLogistic(
  table: FeatureTable,
  settings: LogisticSettings,
  rows: Uint32Array = everyRow(table),
): LogisticModel {
  const model = logisticRegression(settings).fit(table, rows, 1);
  if (model.kind !== 'logistic-regression') throw new Error('another model came back');
  return model;
}

/** Every number that a model holds. */
export function numbersOf({ intercept, numerics, categories }: LogisticModel): number[] {
  return [
    intercept,
    ...numerics.flatMap(({ lower, upper, center, weight, missing }) => [
      lower,
      upper,
      center,
      weight,
      missing,
    ]),
    ...categories.flatMap(({ byValue, unseen }) => [...byValue.values(), unseen]),
  ];
}

/** Numerics and categories at random, some cells missing, the label by the first of each and by chance. */
export function randomTable(
  seed: number,
  {
    rows,
    numerics,
    categories,
    levels,
  }: { rows: number; numerics: number; categories: number; levels: number },
): FeatureTable {
  const random = seededRandom(seed);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const logOdds = Array.from({ length: rows }, () => 2 * uniform() - 1.5);
  const columns: FeatureColumn[] = [];
  for (let k = 0; k < numerics; k++) {
    const values = logOdds.map(() =>
      k % 3 === 1 && uniform() < 0.1 ? Number.NaN : 10 * uniform() ** (k + 1),
    );
    columns.push(numericColumn(`n${k}`, values));
    if (k < 2) for (const [row, value] of values.entries()) logOdds[row]! += (value || 0) / 5;
  }
  for (let k = 0; k < categories; k++) {
    const cells = logOdds.map(() => Math.floor(levels * uniform() ** 2));
    columns.push(
      categoryColumn(
        `c${k}`,
        cells.map((level) => `v${level}`),
      ),
    );
    if (k < 2) for (const [row, level] of cells.entries()) logOdds[row]! += level % 2;
  }
  const label = logOdds.map((value) => (uniform() < 1 / (1 + Math.exp(2 - value)) ? 1 : 0));
  label[0] = 0;
  label[1] = 1;
  return tableOf(columns, label);
}
