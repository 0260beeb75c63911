import { describe, expect, it } from 'vitest';
import { buildFeatures } from '#core/features/build-features.ts';
import { readFeatureTable } from '#core/features/read-feature-table.ts';
import { readScoringBatches } from '#core/features/read-scoring-batches.ts';
import type { CategoryColumn, NumericColumn } from '#core/table/feature-table.ts';
import { cleanRows, RUN_ID } from '../cleaning/clean.ts';
import { plansSchema } from '../cleaning/plans-schema.ts';
import { csvOf, memoryWriter } from '../csv/bytes.ts';

async function featuresOf(...rows: string[]): Promise<string> {
  const output = memoryWriter();
  await buildFeatures(csvOf((await cleanRows(...rows)).clean), plansSchema, RUN_ID, output.write);
  return output.text();
}

const rows = [
  'c1,29.85,1,Pro,Oslo,0.1,29.85,here',
  'c2,56.95,34,Gold,Bergen,,1889.5,gone',
  'c3,20,0,,Oslo,1,,',
];

describe('readFeatureTable', () => {
  it('holds the schema’s columns and the derived ones in typed arrays', async () => {
    const table = await readFeatureTable(csvOf(await featuresOf(...rows)), plansSchema);
    expect(table.rowCount).toBe(3);
    expect([...table.label]).toEqual([0, 1, 255]);
    expect(table.columns.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'category plan',
      'category city',
      'numeric months',
      'numeric fee',
      'numeric paid',
      'numeric score',
      'category tenure_group',
      'numeric avg_monthly_spend',
      'numeric charge_above_average',
    ]);
    const [plan, city, , fee, paid] = table.columns as readonly [
      CategoryColumn,
      CategoryColumn,
      NumericColumn,
      NumericColumn,
      NumericColumn,
    ];
    expect(Array.from(plan.codes, (code) => plan.dictionary[code])).toEqual(['Pro', 'Gold', '']);
    expect(city).toEqual({
      kind: 'category',
      name: 'city',
      codes: Uint32Array.of(0, 1, 0),
      dictionary: ['Oslo', 'Bergen'],
    });
    expect(fee.values).toEqual(Float32Array.of(29.85, 56.95, 20));
    expect(paid.values).toEqual(Float32Array.of(29.85, 1889.5, Number.NaN));
  });

  it('grows past its first size', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => `c${index},${index},1,Pro,t${index},0,1,here`);
    const table = await readFeatureTable(csvOf(await featuresOf(...many)), plansSchema);
    const [, city, , fee] = table.columns as readonly [
      CategoryColumn,
      CategoryColumn,
      NumericColumn,
      NumericColumn,
    ];
    expect([table.rowCount, table.label.length, fee.values.length, city.codes.length]).toEqual(
      Array(4).fill(10_001),
    );
    expect([fee.values[10_000], city.dictionary[city.codes[10_000]!]]).toEqual([10_000, 't10000']);
  });

  it('refuses clean_customers.csv', async () => {
    const { clean } = await cleanRows(...rows);
    await expect(readFeatureTable(csvOf(clean), plansSchema)).rejects.toMatchObject({
      code: 'TABLE_HEADER_MISMATCH',
    });
  });
});

describe('readScoringBatches', () => {
  it('gives what the model reads and what is stored beside the score', async () => {
    const batches = await Array.fromAsync(
      readScoringBatches(csvOf(await featuresOf(...rows)), plansSchema, 100),
    );
    expect(batches).toEqual([
      {
        customerIds: ['c1', 'c2', 'c3'],
        statuses: ['active', 'left', 'active'],
        tenureMonths: Float64Array.of(1, 34, 0),
        monthlyCharges: Float64Array.of(29.85, 56.95, 20),
        segments: [
          { plan: 'Pro', tenure_group: '0-6' },
          { plan: 'Gold', tenure_group: '25-48' },
          { plan: '', tenure_group: '0-6' },
        ],
        inputs: [
          { kind: 'category', name: 'plan', values: ['Pro', 'Gold', ''] },
          { kind: 'category', name: 'city', values: ['Oslo', 'Bergen', 'Oslo'] },
          { kind: 'numeric', name: 'months', values: Float32Array.of(1, 34, 0) },
          { kind: 'numeric', name: 'fee', values: Float32Array.of(29.85, 56.95, 20) },
          { kind: 'numeric', name: 'paid', values: Float32Array.of(29.85, 1889.5, Number.NaN) },
          { kind: 'numeric', name: 'score', values: Float32Array.of(0.1, Number.NaN, 1) },
        ],
      },
    ]);
  });

  it.each([
    [1, [1, 1, 1]],
    [2, [2, 1]],
    [3, [3]],
  ])('cuts batches of %d', async (batchRows, sizes) => {
    const file = await featuresOf(...rows);
    const batches = await Array.fromAsync(readScoringBatches(csvOf(file), plansSchema, batchRows));
    expect(batches.map(({ customerIds }) => customerIds.length)).toEqual(sizes);
    expect(batches.map(({ inputs }) => inputs[3]!.values.length)).toEqual(sizes);
    expect(batches.flatMap(({ customerIds }) => customerIds)).toEqual(['c1', 'c2', 'c3']);
    expect(batches.flatMap(({ monthlyCharges }) => [...monthlyCharges])).toEqual([29.85, 56.95, 20]);
  });
});
