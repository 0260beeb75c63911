import { expect, test } from 'vitest';
import { predictLogOdds } from '#core/learners/learner.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import type { LogisticModel } from '#core/learners/logistic/logistic-model.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { everyRow, fittedLogistic, tableOf } from './logistic-rig.ts';
import { categoryColumn, numericColumn } from './telco-table.ts';

const fitted = (table: FeatureTable, inverseStrength = 1) => fittedLogistic(table, { inverseStrength });

function probabilities(model: LogisticModel, table: FeatureTable): number[] {
  return [...predictLogOdds(model, table, everyRow(table))].map(probabilityOf);
}

/** A thousand customers: log-odds = −1 + 0.8·x, and +1.5 for plan b. */
function simulated(): FeatureTable {
  const random = seededRandom(3);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const x = Array.from({ length: 4000 }, () => 4 * uniform() - 2);
  const plan = x.map(() => (uniform() < 0.5 ? 'a' : 'b'));
  const label = x.map((value, row) =>
    uniform() < probabilityOf(-1 + 0.8 * value + (plan[row] === 'b' ? 1.5 : 0)) ? 1 : 0,
  );
  return tableOf([numericColumn('x', x), categoryColumn('plan', plan)], label);
}

test('finds the coefficients that the data was made with', () => {
  const model = fitted(simulated());
  const [plan] = model.categories;
  expect(Math.abs((model.numerics[0]?.weight ?? 0) - 0.8)).toBeLessThan(0.1);
  expect(Math.abs((plan?.byValue.get('b') ?? 0) - (plan?.byValue.get('a') ?? 0) - 1.5)).toBeLessThan(0.2);
});

test('stands where the penalised gradient is zero', () => {
  const table = simulated();
  const [x, plan] = table.columns;
  if (x?.kind !== 'numeric' || plan?.kind !== 'category') throw new Error('unexpected columns');
  const model = fitted(table, 0.01);
  const penalty = 100;
  const residuals = probabilities(model, table).map((p, row) => p - table.label[row]!);
  const scale = Math.sqrt(
    x.values.reduce((sum, value) => sum + (value - model.numerics[0]!.center) ** 2, 0) / 4000,
  );
  const along = (of: (row: number) => number) => residuals.reduce((sum, r, row) => sum + r * of(row), 0);
  expect(along(() => 1)).toBeCloseTo(0, 2);
  const standardised = (row: number) => (x.values[row]! - model.numerics[0]!.center) / scale;
  expect(along(standardised) + penalty * model.numerics[0]!.weight * scale).toBeCloseTo(0, 2);
  for (const [value, coefficient] of model.categories[0]!.byValue) {
    const has = (row: number) => (plan.dictionary[plan.codes[row]!] === value ? 1 : 0);
    expect(along(has) + penalty * coefficient).toBeCloseTo(0, 2);
  }
});

test('agrees with a reference on a small table', () => {
  // Origin: the two-coefficient Newton iteration written apart from this code, in Python's floats, to convergence.
  const x = [1, 2, 3, 4, 5, 6, 7, 8];
  const model = fitted(tableOf([numericColumn('x', x)], [0, 0, 1, 0, 1, 0, 1, 1]));
  const scale = Math.sqrt(5.25);
  expect(model.numerics[0]!.weight * scale).toBeCloseTo(0.7668110786778676, 6);
  expect(model.intercept).toBeCloseTo(0, 6);
});

test('is finite and sure where the classes are perfectly separated', () => {
  const x = Array.from({ length: 100 }, (_, row) => row);
  const table = tableOf(
    [numericColumn('x', x)],
    x.map((value) => (value < 50 ? 0 : 1)),
  );
  const predicted = probabilities(fitted(table), table);
  expect(predicted.every(Number.isFinite)).toBe(true);
  expect(predicted[0]).toBeLessThan(0.02);
  expect(predicted[99]).toBeGreaterThan(0.98);
});

test('leaves out columns that are the same in every row, and gives the base rate where nothing is left', () => {
  const label = Array.from({ length: 40 }, (_, row) => (row % 4 === 0 ? 1 : 0));
  const constants = [
    numericColumn(
      'one',
      label.map(() => 1),
    ),
    numericColumn(
      'none',
      label.map(() => Number.NaN),
    ),
    categoryColumn(
      'only',
      label.map(() => 'x'),
    ),
  ];
  const table = tableOf(constants, label);
  const model = fitted(table);
  expect(model.numerics).toEqual([]);
  expect(model.categories).toEqual([]);
  for (const probability of probabilities(model, table)) expect(probability).toBeCloseTo(0.25, 6);
});

test('missing has a part of its own only where training had missing values; otherwise it is the mean', () => {
  const label = Array.from({ length: 400 }, (_, row) => (row % 2 === 0 ? 1 : 0));
  const present = label.map((left, row) => left + (row % 7));
  const missing = present.map((value, row) => (row % 8 === 0 ? Number.NaN : value));
  const table = tableOf([numericColumn('present', present), numericColumn('missing', missing)], label);
  const model = fitted(table);
  expect(model.numerics[0]?.missing).toBe(0);
  expect(model.numerics[1]?.missing).toBeGreaterThan(0.5);
});

test('an unseen category counts as the average customer, one of very many with those met once', () => {
  const label = Array.from({ length: 600 }, (_, row) => row % 2);
  const plan = label.map((left, row) => (row < 300 ? `rare-${row}` : left === 1 ? 'bad' : 'good'));
  const [term] = fitted(tableOf([categoryColumn('plan', plan)], label)).categories;
  expect(term?.byValue.has('bad')).toBe(true);
  expect(term?.byValue.size).toBe(2);
  expect(Math.abs(term!.unseen)).toBeLessThan(Math.abs(term!.byValue.get('bad')!));

  const seen = tableOf([categoryColumn('plan', plan.slice(300))], label.slice(300));
  const [small] = fitted(seen).categories;
  const mean = (small!.byValue.get('bad')! + small!.byValue.get('good')!) / 2;
  expect(small!.unseen).toBeCloseTo(mean, 6);
});

test('values outside the training range count as the nearest edge', () => {
  const model = fitted(simulated());
  const table = (values: number[]) =>
    tableOf(
      [
        numericColumn('x', values),
        categoryColumn(
          'plan',
          values.map(() => 'a'),
        ),
      ],
      values.map(() => 0),
    );
  const { upper, lower } = model.numerics[0]!;
  const [high, edge] = probabilities(model, table([1e30, upper]));
  const [low, lowEdge] = probabilities(model, table([Number.NEGATIVE_INFINITY, lower]));
  expect(high).toBe(edge);
  expect(low).toBe(lowEdge);
});
