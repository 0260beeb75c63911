import { expect, test } from 'vitest';
import type { ForestModel } from '#core/learners/forest/forest-model.ts';
import { type ForestSettings, randomForest } from '#core/learners/forest/random-forest.ts';
import { predictLogOdds } from '#core/learners/learner.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from './telco-table.ts';

const everyRow = ({ rowCount }: FeatureTable) => Uint32Array.from({ length: rowCount }, (_, row) => row);

function fitted(table: FeatureTable, settings: ForestSettings = {}): ForestModel {
  const model = randomForest({ trees: 30, ...settings }).fit(table, everyRow(table), 1);
  if (model.kind !== 'random-forest') throw new Error('another model came back');
  return model;
}

function probabilities(model: ForestModel, table: FeatureTable): number[] {
  return [...predictLogOdds(model, table, everyRow(table))].map(probabilityOf);
}

function shareRight(model: ForestModel, table: FeatureTable): number {
  const right = probabilities(model, table).filter((p, row) => p > 0.5 === (table.label[row] === 1));
  return right.length / table.rowCount;
}

test('two hundred numeric columns: the ones that matter are found', () => {
  const random = seededRandom(1);
  const columns = Array.from({ length: 200 }, (_, index) =>
    numericColumn(
      `x${index}`,
      Array.from({ length: 3000 }, () => random.nextUint32()),
    ),
  );
  const [a, b] = [columns[57]!, columns[199]!];
  if (a.kind !== 'numeric' || b.kind !== 'numeric') throw new Error('columns');
  const label = Uint8Array.from(a.values, (value, row) => (value + b.values[row]! > 2 ** 32 ? 1 : 0));
  const table = { rowCount: 3000, columns, label };
  const model = fitted(table, { trees: 60 });
  expect(shareRight(model, table)).toBeGreaterThan(0.9);
  const tested = new Uint32Array(200);
  for (const feature of model.trees.feature) tested[feature]!++;
  const most = [...tested.keys()].sort((x, y) => tested[y]! - tested[x]!).slice(0, 2);
  expect(most.sort((x, y) => x - y)).toEqual([57, 199]);
});

test('ten thousand categories: frequent ones are told apart, rare ones share what an unseen one gets', () => {
  const names = Array.from({ length: 30_000 }, (_, row) =>
    row < 20_000 ? `city ${row % 100}` : `village ${row % 9_900}`,
  );
  const label = Uint8Array.from(names, (name, row) =>
    name.startsWith('village') ? Number(row % 10 < 8) : Number(name.endsWith('7')),
  );
  const table = { rowCount: 30_000, columns: [categoryColumn('place', names)], label };
  const asked = ['city 17', 'city 18', 'village 5', 'never seen'];
  const [leaver, stayer, village, unseen] = probabilities(fitted(table), {
    rowCount: 4,
    columns: [categoryColumn('place', asked)],
    label: new Uint8Array(4),
  });
  expect(leaver).toBeGreaterThan(0.9);
  expect(stayer).toBeLessThan(0.1);
  expect(village).toBeCloseTo(0.8, 1);
  expect(unseen).toBe(village);
});

test('columns that say nothing have no part in the trees', () => {
  const label = Array.from({ length: 80 }, (_, row) => (row % 4 === 0 ? 1 : 0));
  const table = {
    rowCount: 80,
    columns: [
      numericColumn('constant', new Array(80).fill(1)),
      numericColumn('missing', new Array(80).fill(Number.NaN)),
      numericColumn('endless', new Array(80).fill(Infinity)),
      categoryColumn('one category', new Array(80).fill('a')),
    ],
    label: Uint8Array.from(label),
  };
  const model = fitted(table, { trees: 400 });
  expect(model.features).toEqual([]);
  expect(model.trees.feature.length).toBe(0);
  expect(model.trees.roots.length).toBe(400);
  expect(probabilities(model, table)[0]).toBeCloseTo(0.25, 1);
});

test('infinite values stand beyond all others', () => {
  const x = Array.from({ length: 400 }, (_, row) => [-Infinity, -1, 1, Infinity][row % 4]!);
  const table = {
    rowCount: 400,
    columns: [numericColumn('x', x)],
    label: Uint8Array.from(x, (value) => (value > 0 ? 1 : 0)),
  };
  const model = fitted(table);
  expect(shareRight(model, table)).toBe(1);
  for (const threshold of model.trees.threshold) expect(Number.isFinite(threshold)).toBe(true);
});

test('perfectly separated classes are told apart with finite log-odds', () => {
  const x = Array.from({ length: 400 }, (_, row) => row);
  const table = {
    rowCount: 400,
    columns: [numericColumn('x', x)],
    label: Uint8Array.from(x, (value) => (value < 200 ? 0 : 1)),
  };
  const model = fitted(table, { minLeafRows: 1 });
  expect(shareRight(model, table)).toBeGreaterThan(0.99);
  for (const logOdds of predictLogOdds(model, table, everyRow(table))) {
    expect(Number.isFinite(logOdds)).toBe(true);
  }
});

test('fifty rows make small trees', () => {
  const x = Array.from({ length: 50 }, (_, row) => row);
  const table = {
    rowCount: 50,
    columns: [numericColumn('x', x)],
    label: Uint8Array.from(x, (value) => (value < 25 ? 0 : 1)),
  };
  const model = fitted(table, { minLeafRows: 10 });
  expect(shareRight(model, table)).toBeGreaterThan(0.8);
  expect(model.trees.leafProbability.length).toBeLessThanOrEqual(30 * 3);
  expect(fitted(table, { minLeafRows: 26 }).trees.feature.length).toBe(0);
});

test.each([0, 1, 3, 4096, 4099])('the log-odds of %d rows are those of each row alone', (count) => {
  const random = seededRandom(2);
  const x = Array.from({ length: 5000 }, () => random.nextInt(1000));
  const table = {
    rowCount: 5000,
    columns: [numericColumn('x', x)],
    label: Uint8Array.from(x, (value) => Number(random.nextInt(1000) < value)),
  };
  const model = fitted(table);
  const rows = everyRow(table).reverse().subarray(0, count);
  const together = predictLogOdds(model, table, rows);
  expect(together.length).toBe(count);
  for (const at of [0, 1, 2, 4095, 4096, 4098].filter((place) => place < count)) {
    expect(together[at]).toBe(predictLogOdds(model, table, rows.subarray(at, at + 1))[0]);
  }
});

test.each([
  { trees: 0 },
  { trees: 1.5 },
  { minLeafRows: 0 },
  { minLeafRows: Number.NaN },
  { maxRowsPerTree: 0 },
  { maxRowsPerTree: 10.5 },
])('settings %o are refused', (settings) => {
  expect(() => randomForest(settings)).toThrow(expect.objectContaining({ code: 'LEARNER_SETTING_INVALID' }));
});

test('its parameters can be written as JSON', () => {
  expect(randomForest({ maxRowsPerTree: Infinity }).parameters).toEqual({
    trees: 200,
    minLeafRows: 20,
    maxRowsPerTree: 'all',
  });
});
