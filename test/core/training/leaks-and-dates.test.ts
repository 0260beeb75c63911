import { expect, test } from 'vitest';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { labelledRows } from '#core/training/labelled-rows.ts';
import { leftOutColumns, withoutColumns } from '#core/training/modelled-table.ts';
import { trainChampion } from '#core/training/train-champion.ts';
import { inThisThread } from '#core/training/training-crew.ts';
import { plannedFolds, validationPlan } from '#core/training/validation-plan.ts';
import { generatedTable } from '../learners/generated-table.ts';

const options = {
  runId: '20261122T090010Z-3f9a01bc',
  modelVersion: 'm-20261122T090010Z-3f9a01bc',
  dataSha256: '3f9a01bc',
  codeVersion: 'test',
  trainedAt: '2026-11-22T09:01:00.000Z',
  seed: 7,
  crew: inThisThread(() => 0),
};

function withColumn(table: FeatureTable, index: number, change: (row: number) => string): FeatureTable {
  const texts = Array.from({ length: table.rowCount }, (_, row) => change(row));
  const dictionary = [...new Set(texts)];
  const column: FeatureColumn = {
    kind: 'category',
    name: table.columns[index]!.name,
    codes: Uint8Array.from(texts, (text) => dictionary.indexOf(text)),
    dictionary,
  };
  return { ...table, columns: table.columns.with(index, column) };
}

test('a column that tells the label is left out of the model, and the metadata says so', async () => {
  const honest = generatedTable(telcoSchema, 600, 1);
  const gender = telcoSchema.columns.findIndex(({ type }) => type === 'category');
  const leaking = withColumn(honest, gender, (row) => (honest.label[row] === 1 ? 'closed' : 'open'));
  const trained = await trainChampion(leaking, telcoSchema, options);
  const { name } = telcoSchema.columns[gender]!;
  expect(trained.metadata.leaks).toEqual([{ column: name, rocAuc: expect.closeTo(1, 2) }]);
  for (const { rocAuc } of trained.metadata.candidates) expect(rocAuc.mean).toBeLessThan(0.9);
  const turned = withColumn(leaking, gender, (row) => (honest.label[row] === 1 ? 'open' : 'closed'));
  expect(trained.predictTable(turned)).toEqual(trained.predictTable(leaking));
  expect(trained.metadata.importance.find(({ column }) => column === name)?.rocAucDrop).toBe(0);
});

test('what is derived from a leak, or from a column with a direction, is left out with it', () => {
  expect(leftOutColumns(telcoSchema, [])).toEqual(new Set());
  expect(leftOutColumns(telcoSchema, ['TotalCharges'])).toEqual(
    new Set(['TotalCharges', 'avg_monthly_spend', 'charge_above_average']),
  );
  const directed = parseSchemaDocument({
    ...telcoSchema,
    columns: telcoSchema.columns.map((column) =>
      column.name === 'tenure' ? { ...column, monotone: 'decreasing' } : column,
    ),
  });
  expect(leftOutColumns(directed, [])).toEqual(
    new Set(['tenure_group', 'avg_monthly_spend', 'charge_above_average']),
  );
});

test('every candidate keeps the direction that the schema gives a column', async () => {
  const directed = parseSchemaDocument({
    ...telcoSchema,
    columns: telcoSchema.columns.map((column) =>
      column.name === 'MonthlyCharges' ? { ...column, monotone: 'increasing' } : column,
    ),
  });
  const table = generatedTable(directed, 500, 6);
  const charge = directed.columns.findIndex(({ name }) => name === 'MonthlyCharges');
  const raised = (by: number): FeatureTable => ({
    ...table,
    columns: table.columns.map((column, index) =>
      index === charge && column.kind === 'numeric'
        ? { ...column, values: column.values.map((value) => value + by) }
        : column,
    ),
  });
  const candidates = [
    { algorithm: 'logistic-regression' },
    { algorithm: 'random-forest', trees: 20 },
    { algorithm: 'gradient-boosting', depth: 3 },
  ] as const;
  for (const candidate of candidates) {
    const { predictTable } = await trainChampion(table, directed, { ...options, candidates: [candidate] });
    const [before, after] = [predictTable(table), predictTable(raised(7))];
    for (const [row, p] of before.entries()) expect(after[row]).toBeGreaterThanOrEqual(p - 1e-12);
  }
});

test('where rows have days the latest are held out', () => {
  const table = {
    ...generatedTable(telcoSchema, 1000, 3),
    observedOnDay: Int32Array.from({ length: 1000 }, (_, row) => 20_000 + ((row * 37) % 50)),
  };
  const labelled = labelledRows(table);
  const plan = validationPlan(table, labelled);
  expect(plan).toEqual({ split: 'latest', folds: 1, repeats: 1 });
  const [fold, ...others] = plannedFolds(table, labelled, plan, 1);
  expect(others).toEqual([]);
  const latestKnown = Math.max(...[...fold!.train].map((row) => table.observedOnDay[row]!));
  const earliestTested = Math.min(...[...fold!.test].map((row) => table.observedOnDay[row]!));
  expect(latestKnown).toBeLessThan(earliestTested);
  expect(fold!.test.length / 1000).toBeCloseTo(0.2, 1);
});

test.each([
  { rows: 200, left: 50, plan: { split: 'random', folds: 5, repeats: 10 } },
  { rows: 7043, left: 1869, plan: { split: 'random', folds: 5, repeats: 5 } },
  { rows: 100_000, left: 26_000, plan: { split: 'random', folds: 5, repeats: 1 } },
  { rows: 400_000, left: 60_000, plan: { split: 'random', folds: 5, repeats: 1 } },
  { rows: 400_000, left: 110_000, plan: { split: 'random', folds: 1, repeats: 1 } },
])('$rows customers of whom $left left are compared by $plan', ({ rows, left, plan }) => {
  const table = { columns: new Array(22) } as unknown as FeatureTable;
  expect(validationPlan(table, { rows: new Uint32Array(rows), left })).toEqual(plan);
});

test('a table without the left-out columns is the same but for these', () => {
  const table = generatedTable(telcoSchema, 60, 3);
  const without = withoutColumns(table, new Set(['tenure', 'gender']));
  expect(without.columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name));
  for (const [index, column] of without.columns.entries()) {
    if (column.name === 'tenure')
      expect(column).toMatchObject({ values: new Float32Array(60).fill(Number.NaN) });
    else if (column.name === 'gender') expect(column).toMatchObject({ dictionary: [''] });
    else expect(column).toBe(table.columns[index]);
  }
});
