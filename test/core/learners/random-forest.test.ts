import { expect, test } from 'vitest';
import type { ForestModel, Trees } from '#core/learners/forest/forest-model.ts';
import { type ForestSettings, randomForest } from '#core/learners/forest/random-forest.ts';
import { predictLogOdds } from '#core/learners/learner.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { LOWEST_FLOAT32 } from '#core/learners/trees/tree-feature.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from './telco-table.ts';

function tableOf(columns: FeatureColumn[], label: readonly number[]): FeatureTable {
  return { rowCount: label.length, columns, label: Uint8Array.from(label) };
}

const everyRow = ({ rowCount }: FeatureTable) => Uint32Array.from({ length: rowCount }, (_, row) => row);

function fitted(table: FeatureTable, settings: ForestSettings = {}, seed = 1): ForestModel {
  const model = randomForest({ trees: 30, ...settings }).fit(table, everyRow(table), seed);
  if (model.kind !== 'random-forest') throw new Error('another model came back');
  return model;
}

function probabilities(model: ForestModel, table: FeatureTable): number[] {
  return [...predictLogOdds(model, table, everyRow(table))].map(probabilityOf);
}

/** Who leaves is told by x and y only together, which no linear model can say. */
function checkerboard(rowCount = 2000): FeatureTable {
  const random = seededRandom(5);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const x = Array.from({ length: rowCount }, uniform);
  const y = x.map(uniform);
  const noise = x.map(() => (uniform() < 0.5 ? 'p' : 'q'));
  const label = x.map((value, row) => (value < 0.3 === y[row]! < 0.6 ? 1 : 0));
  return tableOf([numericColumn('x', x), numericColumn('y', y), categoryColumn('noise', noise)], label);
}

/** Rows of the table that end in each leaf of a tree. */
function leafSizes(trees: Trees, table: FeatureTable, tree: number): number[] {
  const sizes = new Map<number, number>();
  const values = table.columns.map((column) => (column.kind === 'numeric' ? column.values : undefined));
  for (let row = 0; row < table.rowCount; row++) {
    let node = trees.roots[tree]!;
    while (node >= 0) {
      const value = values[trees.feature[node]!]![row]!;
      node = value <= trees.threshold[node]! ? trees.lower[node]! : trees.upper[node]!;
    }
    sizes.set(node, (sizes.get(node) ?? 0) + 1);
  }
  return [...sizes.values()];
}

test('learns an interaction', () => {
  const table = checkerboard();
  const predicted = probabilities(fitted(table), table);
  const right = predicted.filter((probability, row) => probability > 0.5 === (table.label[row] === 1));
  expect(right.length / table.rowCount).toBeGreaterThan(0.95);
});

test('the same seed gives the same model, another seed another one', () => {
  const table = checkerboard(500);
  expect(fitted(table, {}, 9)).toEqual(fitted(table, {}, 9));
  expect(fitted(table, {}, 9)).not.toEqual(fitted(table, {}, 10));
});

test('probabilities are never 0 or 1', () => {
  const x = Array.from({ length: 200 }, (_, row) => row);
  const table = tableOf(
    [numericColumn('x', x)],
    x.map((value) => (value < 100 ? 0 : 1)),
  );
  for (const probability of fitted(table).trees.leafProbability) {
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThan(1);
  }
});

test('a larger leaf makes smaller trees, and no tree sees more rows than it may', () => {
  const table = checkerboard();
  const leaves = (settings: ForestSettings) => fitted(table, settings).trees.leafProbability.length;
  expect(leaves({ minLeafRows: 100 })).toBeLessThan(leaves({ minLeafRows: 20 }));
  expect(leaves({ maxRowsPerTree: 39 })).toBe(30);
});

test('leaves hold about as many rows as they must', () => {
  const { columns, label } = checkerboard();
  const table = { rowCount: 2000, columns: columns.slice(0, 2), label };
  const { trees } = fitted(table, { minLeafRows: 100 });
  for (let tree = 0; tree < 30; tree++) {
    for (const size of leafSizes(trees, table, tree)) expect(size).toBeGreaterThan(50);
  }
});

test('every threshold parts float32 neighbours rightly', () => {
  const low = Math.fround(1.1);
  const high = new Float32Array(
    Uint32Array.of(new Uint32Array(Float32Array.of(low).buffer)[0]! + 1).buffer,
  )[0]!;
  const values = Array.from({ length: 200 }, (_, row) => (row % 2 === 0 ? low : high));
  const table = tableOf(
    [numericColumn('x', values)],
    values.map((value) => (value === high ? 1 : 0)),
  );
  const [first, second] = probabilities(fitted(table), table);
  expect(first).toBeLessThan(0.1);
  expect(second).toBeGreaterThan(0.9);
});

test('categories are ordered by their rate of leaving; an unseen one stands at the base rate', () => {
  const plans = ['good', 'bad', 'middle'];
  const rate: Record<string, number> = { good: 1, bad: 9, middle: 5 };
  const plan = Array.from({ length: 900 }, (_, row) => plans[row % 3]!);
  const label = plan.map((name, row) => (Math.floor(row / 3) % 10 < rate[name]! ? 1 : 0));
  const [feature] = fitted(tableOf([categoryColumn('plan', plan)], label)).features;
  if (feature?.kind !== 'category') throw new Error('the category is gone');
  expect([...feature.byValue].sort((a, b) => a[1] - b[1]).map(([name]) => name)).toEqual([
    'good',
    'middle',
    'bad',
  ]);
  expect(feature.unseen).toBe(feature.byValue.get('middle'));
});

test('missing values are learned from where there are enough, else filled with the mean', () => {
  const label = Array.from({ length: 600 }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const often = label.map((left, row) => (left === 1 ? Number.NaN : row % 50));
  const once = label.map((_, row) => (row === 0 ? Number.NaN : row % 50));
  const table = tableOf([numericColumn('often', often), numericColumn('once', once)], label);
  const model = fitted(table);
  expect(model.features[0]).toMatchObject({ imputedWith: LOWEST_FLOAT32 });
  expect(model.features[1]).toMatchObject({ imputedWith: expect.closeTo(24.5, 0) });
  const [missing, present] = probabilities(model, table);
  expect(missing).toBeGreaterThan(0.8);
  expect(present).toBeLessThan(0.2);
});
