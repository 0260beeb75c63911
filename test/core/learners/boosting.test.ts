import { expect, test } from 'vitest';
import type { BoostingModel } from '#core/learners/boosting/boosting-model.ts';
import { type BoostingSettings, gradientBoosting } from '#core/learners/boosting/gradient-boosting.ts';
import { predictLogOdds } from '#core/learners/learner.ts';
import { logLossOfLogOdds, probabilityOf } from '#core/learners/log-odds.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from './telco-table.ts';

function tableOf(columns: FeatureColumn[], label: readonly number[]): FeatureTable {
  return { rowCount: label.length, columns, label: Uint8Array.from(label) };
}

const everyRow = ({ rowCount }: FeatureTable) => Uint32Array.from({ length: rowCount }, (_, row) => row);

function fitted(table: FeatureTable, settings: BoostingSettings, seed = 1): BoostingModel {
  const model = gradientBoosting(settings).fit(table, everyRow(table), seed);
  if (model.kind !== 'gradient-boosting') throw new Error('another model came back');
  return model;
}

function probabilities(model: BoostingModel, table: FeatureTable): number[] {
  return [...predictLogOdds(model, table, everyRow(table))].map(probabilityOf);
}

function meanLogLoss(model: BoostingModel, table: FeatureTable): number {
  const logOdds = predictLogOdds(model, table, everyRow(table));
  return (
    logOdds.reduce((sum, value, row) => sum + logLossOfLogOdds(value, table.label[row]!), 0) / table.rowCount
  );
}

/** Who leaves is told by x and y only together, which no sum of their parts can say. */
function checkerboard(rowCount = 2000): FeatureTable {
  const random = seededRandom(5);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const x = Array.from({ length: rowCount }, uniform);
  const y = x.map(uniform);
  const noise = x.map(() => (uniform() < 0.5 ? 'p' : 'q'));
  const label = x.map((value, row) => (value < 0.3 === y[row]! < 0.6 ? 1 : 0));
  return tableOf([numericColumn('x', x), numericColumn('y', y), categoryColumn('noise', noise)], label);
}

function shareRight(model: BoostingModel, table: FeatureTable): number {
  const right = probabilities(model, table).filter((p, row) => p > 0.5 === (table.label[row] === 1));
  return right.length / table.rowCount;
}

test('depth 2 learns an interaction, depth 1 cannot', () => {
  const table = checkerboard();
  expect(shareRight(fitted(table, { depth: 2 }), table)).toBeGreaterThan(0.95);
  expect(shareRight(fitted(table, { depth: 1 }), table)).toBeLessThan(0.8);
});

test('no tree is deeper than it may be', () => {
  const board = checkerboard();
  const random = seededRandom(6);
  const smooth = {
    ...board,
    label: board.label.map((left) => (random.nextUint32() < 2 ** 29 ? 1 - left : left)),
  };
  for (const depth of [1, 3, 5]) {
    const { roots, lower, upper } = fitted(smooth, { depth, minLeafRows: 5 }).trees;
    const depthOf = (entry: number): number =>
      entry < 0 ? 0 : 1 + Math.max(depthOf(lower[entry]!), depthOf(upper[entry]!));
    expect(Math.max(...Array.from(roots, depthOf))).toBe(depth);
  }
});

test('the same seed gives the same model, another seed another one', () => {
  const table = checkerboard(500);
  const settings = { depth: 3, subsample: 0.5, columnSample: 0.7 };
  expect(fitted(table, settings, 9)).toEqual(fitted(table, settings, 9));
  expect(fitted(table, settings, 9)).not.toEqual(fitted(table, settings, 10));
});

test('every round lowers the training loss', () => {
  const table = checkerboard(400);
  const losses = Array.from({ length: 25 }, (_, index) =>
    meanLogLoss(fitted(table, { depth: 2, rounds: index + 1, subsample: 1, earlyStopping: false }), table),
  );
  for (const [index, loss] of losses.slice(1).entries()) expect(loss).toBeLessThan(losses[index]!);
});

test('early stopping takes few rounds of noise and many where there is something to learn', () => {
  const learnable = checkerboard();
  const random = seededRandom(8);
  const noise = { ...learnable, label: learnable.label.map(() => (random.nextUint32() < 2 ** 31 ? 1 : 0)) };
  const rounds = (table: FeatureTable) => fitted(table, { depth: 3 }).trees.roots.length;
  expect(rounds(noise)).toBeLessThan(20);
  expect(rounds(learnable)).toBeGreaterThan(100);
});

test('perfectly separated classes are told apart with finite log-odds', () => {
  const x = Array.from({ length: 400 }, (_, row) => row);
  const table = tableOf(
    [numericColumn('x', x)],
    x.map((value) => (value < 200 ? 0 : 1)),
  );
  for (const depth of [1, 3]) {
    const model = fitted(table, { depth, minLeafRows: 0, rounds: 500 });
    expect(shareRight(model, table)).toBe(1);
    for (const value of predictLogOdds(model, table, everyRow(table)))
      expect(Number.isFinite(value)).toBe(true);
  }
});

test('columns that say nothing have no part, and without others the answer is the base rate', () => {
  const label = Array.from({ length: 80 }, (_, row) => (row % 4 === 0 ? 1 : 0));
  const useless = [
    numericColumn(
      'constant',
      label.map(() => 1),
    ),
    numericColumn(
      'missing',
      label.map(() => Number.NaN),
    ),
    categoryColumn(
      'one category',
      label.map(() => 'a'),
    ),
  ];
  const table = tableOf(useless, label);
  const model = fitted(table, { depth: 3 });
  expect(model.features).toEqual([]);
  expect(model.trees.roots.length).toBe(0);
  for (const probability of probabilities(model, table)) expect(probability).toBeCloseTo(0.25, 12);
});

test('missing values are learned from where there are enough', () => {
  const label = Array.from({ length: 600 }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const often = label.map((left, row) => (left === 1 ? Number.NaN : row % 50));
  const [missing, present] = (() => {
    const table = tableOf([numericColumn('often', often)], label);
    return probabilities(fitted(table, { depth: 1 }), table);
  })();
  expect(missing).toBeGreaterThan(0.9);
  expect(present).toBeLessThan(0.1);
});

test('more than 255 categories: the rare ones share what an unseen one gets', () => {
  const city = Array.from({ length: 3000 }, (_, row) => (row < 2000 ? `big ${row % 100}` : `small ${row}`));
  const label = city.map((name, row) => (name.startsWith('small') ? 1 : row % 7 === 0 ? 1 : 0));
  const training = tableOf([categoryColumn('city', city)], label);
  const model = fitted(training, { depth: 2 });
  const other = tableOf([categoryColumn('city', ['never seen', 'big 3'])], [0, 0]);
  const [unseen, big] = probabilities(model, other);
  expect(unseen).toBeGreaterThan(0.8);
  expect(big).toBeLessThan(0.4);
});

test.each([1, 2, 3, 5])(
  'depth %d: a column with a direction never moves the log-odds the other way',
  (depth) => {
    const random = seededRandom(depth);
    const uniform = () => random.nextUint32() / 2 ** 32;
    const price = Array.from({ length: 1500 }, () => Math.floor(40 * uniform()));
    const age = price.map(() => uniform());
    const label = price.map((value, row) =>
      Number(uniform() < 0.5 + 0.3 * Math.sin(value / 4) * (age[row]! > 0.4 ? 1 : -1) + value / 200),
    );
    const table = tableOf([numericColumn('price', price), numericColumn('age', age)], label);
    const risesAlong = (model: BoostingModel, other: number) => {
      const grid = Array.from({ length: 41 }, (_, step) => step);
      const probe = tableOf(
        [
          numericColumn('price', grid),
          numericColumn(
            'age',
            grid.map(() => other),
          ),
        ],
        grid.map(() => 0),
      );
      const logOdds = predictLogOdds(model, probe, everyRow(probe));
      return grid.slice(1).map((_, step) => logOdds[step + 1]! - logOdds[step]!);
    };
    for (const direction of [1, -1] as const) {
      const settings = { depth, minLeafRows: 5, learningRate: 0.3, earlyStopping: false };
      const held = fitted(table, { ...settings, monotone: new Map([[0, direction]]) });
      expect(held.trees.roots.length).toBeGreaterThan(20);
      const free = fitted(table, settings);
      for (const other of [0.1, 0.3, 0.5, 0.9]) {
        expect(Math.min(...risesAlong(held, other).map((rise) => rise * direction))).toBeGreaterThanOrEqual(
          0,
        );
        expect(Math.min(...risesAlong(free, other).map((rise) => rise * direction))).toBeLessThan(-0.1);
      }
    }
  },
);

test('many numeric columns: those that matter are found among noise', () => {
  const random = seededRandom(3);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const columns = Array.from({ length: 120 }, () => Array.from({ length: 1200 }, uniform));
  const label = columns[0]!.map((value, row) => Number(value + columns[77]![row]! > 1));
  const table = tableOf(
    columns.map((values, index) => numericColumn(`c${index}`, values)),
    label,
  );
  const { trees, features } = fitted(table, { depth: 2, rounds: 40, earlyStopping: false });
  expect(features).toHaveLength(120);
  const used = [...trees.feature].filter((feature) => feature === 0 || feature === 77);
  expect(used.length / trees.feature.length).toBeGreaterThan(0.8);
});

test('every threshold parts float32 neighbours rightly', () => {
  const low = Math.fround(1.1);
  const bits = new Uint32Array(Float32Array.of(low).buffer)[0]!;
  const high = new Float32Array(Uint32Array.of(bits + 1).buffer)[0]!;
  const values = Array.from({ length: 400 }, (_, row) => (row % 2 === 0 ? low : high));
  const table = tableOf(
    [numericColumn('x', values)],
    values.map((value) => (value === high ? 1 : 0)),
  );
  expect(shareRight(fitted(table, { depth: 1 }), table)).toBe(1);
});

test('the leaves add up to the same number in float32 as in float64, in any order', () => {
  const table = checkerboard(1000);
  const model = fitted(table, { depth: 3, earlyStopping: false, rounds: 300 });
  const exact = predictLogOdds(model, table, everyRow(table));
  const [x, y, noise] = table.columns;
  if (x?.kind !== 'numeric' || y?.kind !== 'numeric' || noise?.kind !== 'category')
    throw new Error('columns');
  const rank = model.features[2]?.kind === 'category' ? model.features[2] : undefined;
  const { roots, feature, threshold, lower, upper, leafValue } = model.trees;
  for (let row = 0; row < table.rowCount; row += 17) {
    const cells = [x.values[row]!, y.values[row]!, rank!.byValue.get(noise.dictionary[noise.codes[row]!]!)!];
    let sum = 0;
    for (const root of roots.toReversed()) {
      let node = root;
      while (node >= 0) node = cells[feature[node]!]! <= threshold[node]! ? lower[node]! : upper[node]!;
      sum = Math.fround(sum + leafValue[-1 - node]!);
    }
    expect(sum + model.base).toBeCloseTo(exact[row]!, 12);
  }
});

test.each([{ depth: 0 }, { depth: 6 }, { depth: 2.5 }, { depth: 1, l2: 0 }, { depth: 1, subsample: 1.1 }])(
  'settings %o are refused',
  (settings) => {
    expect(() => gradientBoosting(settings)).toThrow(
      expect.objectContaining({ code: 'LEARNER_SETTING_INVALID' }),
    );
  },
);

test('is named by its depth', () => {
  expect(gradientBoosting({ depth: 3 }).name).toBe('gradient-boosting-depth-3');
});
