import fc from 'fast-check';
import { expect, test } from 'vitest';
import { predictLogOdds } from '#core/learners/learner.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import type { LogisticSettings } from '#core/learners/logistic/logistic-regression.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { everyRow, fittedLogistic, numbersOf, randomTable, tableOf } from './logistic-rig.ts';
import { categoryColumn, numericColumn } from './telco-table.ts';

function fittedFinite(table: FeatureTable, settings: LogisticSettings = {}) {
  const model = fittedLogistic(table, settings);
  expect(numbersOf(model).every(Number.isFinite)).toBe(true);
  const logOdds = predictLogOdds(model, table, everyRow(table));
  expect(logOdds.every(Number.isFinite)).toBe(true);
  return { model, logOdds };
}

test('perfectly separated classes, with a weak penalty and a strong one', () => {
  const x = Array.from({ length: 300 }, (_, row) => row);
  const label = x.map((value) => (value < 150 ? 0 : 1));
  const plan = categoryColumn(
    'plan',
    label.map((left) => (left === 1 ? 'a' : 'b')),
  );
  for (const inverseStrength of [1e-6, 1, 1e6, 1e12]) {
    const { logOdds } = fittedFinite(tableOf([numericColumn('x', x), plan], label), { inverseStrength });
    expect(logOdds[0]!).toBeLessThan(logOdds[299]!);
  }
  const { logOdds } = fittedFinite(tableOf([numericColumn('x', x), plan], label));
  expect(logOdds.every((value, row) => value > 0 === (label[row] === 1))).toBe(true);
});

const oddNumber = fc.oneof(
  { weight: 6, arbitrary: fc.float({ noDefaultInfinity: true, noNaN: true }) },
  { weight: 3, arbitrary: fc.constantFrom(0, 1, 2) },
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3.4e38, -3.4e38, 1e-45),
);

test('any floats at all give finite coefficients and log-odds', () => {
  const columns = fc.array(fc.array(oddNumber, { minLength: 30, maxLength: 30 }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(columns, fc.constantFrom(0.01, 1, 1e9, undefined), (cells, inverseStrength) => {
      const table = tableOf(
        cells.map((values, k) => numericColumn(`x${k}`, values)),
        cells[0]!.map((_, row) => (row % 3 === 0 ? 1 : 0)),
      );
      fittedFinite(table, inverseStrength === undefined ? {} : { inverseStrength });
    }),
    { numRuns: 150 },
  );
});

test('an infinite value counts as the end of the range it is beyond', () => {
  const x = Array.from({ length: 100 }, (_, row) => row % 10);
  const label = x.map((value, row) => (value + (row % 3) > 6 ? 1 : 0));
  const column = (values: number[]) => tableOf([numericColumn('x', values)], label);
  const { model, logOdds } = fittedFinite(column(x.map((value) => (value === 9 ? Infinity : value))));
  expect(model.numerics[0]?.upper).toBe(8);
  expect(logOdds[9]).toBe(logOdds[8]);
});

test('the same column twice shares what one of them alone would have', () => {
  const table = randomTable(6, { rows: 500, numerics: 1, categories: 1, levels: 3 });
  const [numeric, category] = table.columns as [FeatureColumn, FeatureColumn];
  const twice = { ...table, columns: [numeric, numeric, category, category] };
  const { model } = fittedFinite(twice, { inverseStrength: 100 });
  const [a, b] = model.numerics;
  expect(a!.weight).toBeCloseTo(b!.weight, 6);
  // Two coefficients of c/2 cost half the penalty of one of c.
  const alone = fittedLogistic(table, { inverseStrength: 200 });
  expect(2 * a!.weight).toBeCloseTo(alone.numerics[0]!.weight, 6);
});

test('ten thousand categories count by their rate of leaving, those met once all the same', () => {
  const random = seededRandom(2);
  const city = Array.from({ length: 12_000 }, (_, row) => (row < 10_000 ? `rare-${row}` : `city-${row % 2}`));
  const label = city.map((name) => (random.nextInt(10) < (name === 'city-1' ? 8 : 2) ? 1 : 0));
  const { model } = fittedFinite(tableOf([categoryColumn('city', city)], label));
  const [term] = model.categories;
  expect(term?.byValue.size).toBe(2);
  expect(term!.byValue.get('city-1')! - term!.byValue.get('city-0')!).toBeGreaterThan(2);
  expect(term!.unseen - term!.byValue.get('city-0')!).toBeLessThan(0.5);
});

test('fifty rows of many columns', () => {
  const { model } = fittedFinite(randomTable(9, { rows: 50, numerics: 40, categories: 30, levels: 9 }));
  expect(model.inverseStrength).toBeLessThanOrEqual(1);
});

test('a thousand columns', () => {
  const random = seededRandom(4);
  const columns = Array.from({ length: 1000 }, (_, k) =>
    numericColumn(
      `x${k}`,
      Array.from({ length: 300 }, () => random.nextUint32() / 2 ** 32),
    ),
  );
  const first = columns[0]!;
  const label = Array.from({ length: 300 }, (_, row) =>
    first.kind === 'numeric' && first.values[row]! > 0.5 ? 1 : 0,
  );
  const { model } = fittedFinite(tableOf(columns, label), { inverseStrength: 0.01 });
  const weights = model.numerics.map(({ weight }) => Math.abs(weight));
  expect(weights.indexOf(Math.max(...weights))).toBe(0);
}, 20_000);

test('so few of one label that no sample has any', () => {
  const x = Array.from({ length: 60_000 }, (_, row) => row % 11);
  const label = x.map((_, row) => (row === 7 || row === 40_003 ? 1 : 0));
  const table = tableOf([numericColumn('x', x)], label);
  for (const settings of [{}, { inverseStrength: 1 }]) {
    const { logOdds } = fittedFinite(table, settings);
    const expected = logOdds.reduce((sum, value) => sum + probabilityOf(value), 0);
    expect(expected).toBeCloseTo(2, 3);
  }
});

test('refuses rows of one label', () => {
  const table = tableOf([numericColumn('x', [1, 2, 3, 4])], [1, 1, 1, 1]);
  expect(() => fittedLogistic(table, {})).toThrow(expect.objectContaining({ code: 'ONE_CLASS_ONLY' }));
});
