import { describe, expect, test } from 'vitest';
import { withDerivedColumns } from '#core/features/derived-columns.ts';
import { modelMetadataSchema } from '#core/lake/documents.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { type TrainingOptions, trainChampion } from '#core/training/train-champion.ts';
import { inThisThread } from '#core/training/training-crew.ts';
import { generatedTable } from '../learners/generated-table.ts';
import { categoryColumn, numericColumn } from '../learners/telco-table.ts';

const quick: TrainingOptions = {
  runId: '20261122T090010Z-3f9a01bc',
  modelVersion: 'm-20261122T090010Z-3f9a01bc',
  dataSha256: '3f9a01bc',
  codeVersion: 'test',
  trainedAt: '2026-11-22T09:01:00.000Z',
  seed: 7,
  crew: inThisThread(() => 0),
  candidates: [
    { algorithm: 'logistic-regression', inverseStrength: 1 },
    { algorithm: 'random-forest', trees: 3 },
    { algorithm: 'gradient-boosting', depth: 3, rounds: 10 },
  ],
};

type Cell = string | number;

/** A generated table of which some columns are replaced, row by row, and what derives from them is derived again. */
function tableWith(rowCount: number, cells: Record<string, (row: number) => Cell>): FeatureTable {
  const table = generatedTable(telcoSchema, rowCount, 11);
  const columns = telcoSchema.columns.map(({ name, type }, index): FeatureColumn => {
    const cell = cells[name];
    if (cell === undefined) return table.columns[index]!;
    const values = Array.from({ length: rowCount }, (_, row) => cell(row));
    return type === 'category'
      ? categoryColumn(name, values.map(String))
      : numericColumn(name, values.map(Number));
  });
  return { ...table, columns: withDerivedColumns(columns, telcoSchema) };
}

const hostile: readonly { name: string; rows: number; cells: Record<string, (row: number) => Cell> }[] = [
  {
    name: 'all-missing columns',
    rows: 400,
    cells: { TotalCharges: () => Number.NaN, tenure: () => Number.NaN, Contract: () => '' },
  },
  {
    name: 'constant columns and columns of one category',
    rows: 400,
    cells: { tenure: () => 3, TotalCharges: () => 0, Contract: () => 'only', gender: () => 'one' },
  },
  {
    name: 'infinite and huge values',
    rows: 400,
    cells: {
      TotalCharges: (row) => [Number.POSITIVE_INFINITY, 1e38, -1e38, row][row % 4]!,
      tenure: (row) => (row % 50 === 0 ? Number.NEGATIVE_INFINITY : row % 70),
    },
  },
  {
    name: 'ten thousand categories, most of them met once',
    rows: 12_000,
    cells: { PaymentMethod: (row) => (row < 9998 ? `once-${row}` : `often-${row % 2}`) },
  },
  { name: 'fifty rows', rows: 50, cells: {} },
];

describe('a model with honest intervals comes of', () => {
  test.for(hostile)('$name', async ({ rows, cells }) => {
    const table = tableWith(rows, cells);
    const trained = await trainChampion(table, telcoSchema, quick);
    const metadata = modelMetadataSchema.parse(JSON.parse(JSON.stringify(trained.metadata)));
    for (const { rocAuc } of metadata.candidates) {
      expect(rocAuc.lower).toBeLessThanOrEqual(rocAuc.mean);
      expect(rocAuc.upper).toBeGreaterThanOrEqual(rocAuc.mean);
      expect(rocAuc.lower).toBeGreaterThanOrEqual(0);
      expect(rocAuc.upper).toBeLessThanOrEqual(1);
    }
    for (const probability of trained.predictTable(table)) {
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
    }
  });
});

test('perfectly separated classes give a model that is sure, within what can be known', async () => {
  const generated = generatedTable(telcoSchema, 400, 11);
  const [first, second] = ['tenure', 'MonthlyCharges'].map((name) =>
    generated.columns.find((column) => column.name === name),
  );
  if (first?.kind !== 'numeric' || second?.kind !== 'numeric') throw new Error('two numeric columns');
  const [a, b] = [first.values, second.values];
  // Neither column alone tells who left, so neither is a leak.
  const label = Uint8Array.from(a, (value, row) => ((value || 40) + (b[row]! || 40) > 80 ? 1 : 0));
  const trained = await trainChampion({ ...generated, label }, telcoSchema, quick);
  const best = Math.max(...trained.metadata.candidates.map(({ rocAuc }) => rocAuc.mean));
  expect(best).toBeGreaterThan(0.97);
  for (const probability of trained.predictTable(generated)) {
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThan(1);
  }
});
