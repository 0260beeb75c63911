import { describe, expect, it } from 'vitest';
import { buildFeatures } from '#core/features/build-features.ts';
import { readFeatureTable } from '#core/features/read-feature-table.ts';
import { readRawBatches } from '#core/features/read-raw-batches.ts';
import { readScoringBatches } from '#core/features/read-scoring-batches.ts';
import { featuresHeader } from '#core/features/table-reader.ts';
import { generateCustomers } from '#core/sample/generate-customers.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { CategoryColumn, NumericColumn } from '#core/table/feature-table.ts';
import { clean, cleanRows, RUN_ID } from '../cleaning/clean.ts';
import { PLANS_HEADER, plansSchema } from '../cleaning/plans-schema.ts';
import { chunked, csvOf, memoryWriter } from '../csv/bytes.ts';

async function featuresOf(...rows: string[]): Promise<string> {
  const output = memoryWriter();
  await buildFeatures(csvOf((await cleanRows(...rows)).clean), plansSchema, RUN_ID, {
    writerOf: () => output.write,
  });
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
      codes: Uint8Array.of(0, 1, 0),
      dictionary: ['Oslo', 'Bergen'],
    });
    expect(fee.values).toEqual(Float32Array.of(29.85, 56.95, 20));
    expect(paid.values).toEqual(Float32Array.of(29.85, 1889.5, Number.NaN));
  });

  it('grows past its first size', async () => {
    const many = Array.from(
      { length: 10_001 },
      (_, index) => `c${String(index).padStart(5, '0')},${index},1,Pro,t${index},0,1,here`,
    );
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

  it.each([
    [256, Uint8Array],
    [257, Uint16Array],
    [65_536, Uint16Array],
    [65_537, Uint32Array],
  ])('keeps the codes of %d categories as small as they can be, in shared memory', async (count, Type) => {
    const header = featuresHeader(plansSchema).join();
    const lines = Array.from({ length: count }, (_, index) => `c,here,Pro,t${index},1,2,3,4,0-6,3,-1`);
    const file = `${header}\n${lines.join('\n')}\nc,here,Pro,t0,1,2,3,4,0-6,3,-1\n`;
    for (const expectedRows of [undefined, count + 1, 10]) {
      const options = expectedRows === undefined ? {} : { expectedRows };
      const table = await readFeatureTable(csvOf(file), plansSchema, options);
      const [, city] = table.columns as readonly [CategoryColumn, CategoryColumn];
      expect(city.codes).toBeInstanceOf(Type);
      expect(city.codes.length).toBe(count + 1);
      expect(city.codes.findIndex((code, row) => code !== row % count)).toBe(-1);
      const arrays = table.columns.map((column) =>
        column.kind === 'numeric' ? column.values : column.codes,
      );
      for (const { buffer } of [table.label, ...arrays]) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  it.each([
    ['c,here,Pro,Oslo,1,x,3,4,0-6,3,-1', 'x is not a number'],
    ['c,maybe,Pro,Oslo,1,2,3,4,0-6,3,-1', 'maybe is not a label'],
    ['c,here', '2 fields in place of 11'],
  ])('refuses the first row that is not as written: %s', async (row, message) => {
    const good = 'c,here,Pro,Oslo,1,2,3,4,0-6,3,-1';
    const worse = 'c,what,Pro,Oslo,no,2,3,4,0-6,3,-1';
    const file = [featuresHeader(plansSchema).join(), good, row, worse, 'c', good].join('\n');
    await expect(readFeatureTable(csvOf(file), plansSchema)).rejects.toMatchObject({
      code: 'TABLE_ROW_INVALID',
      message: `Line 3 of the table is not as written: ${message}.`,
    });
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

describe('segments of scoring batches', () => {
  it('are one object for customers of the same, over batches, and their own where values hardly repeat', async () => {
    const segmentsBy = async (schema: SchemaDocument, ...lines: string[]) => {
      const output = memoryWriter();
      const { clean } = await cleanRows(...lines);
      await buildFeatures(csvOf(clean), schema, RUN_ID, { writerOf: () => output.write });
      const batches = await Array.fromAsync(readScoringBatches(csvOf(output.text()), schema, 2));
      return batches.flatMap(({ segments }) => segments);
    };
    const bySome = await segmentsBy(plansSchema, ...rows, ...rows.map((row) => row.replace('c', 'd')));
    expect(new Set(bySome).size).toBe(3);
    expect(bySome.slice(3)).toEqual(bySome.slice(0, 3));

    const cities = Array.from({ length: 10_500 }, (_, index) => `Bergen ${index}`);
    const lines = [...cities, ...cities].map((city, index) => `e${index},29.85,1,Pro,${city},0.1,29.85,here`);
    const byCity = await segmentsBy({ ...plansSchema, segmentBy: ['city'] }, ...lines);
    expect(byCity.map(({ city }) => city)).toEqual([...cities, ...cities]);
    expect(new Set(byCity).size).toBeLessThan(11_500);
    expect(await segmentsBy({ ...plansSchema, segmentBy: [] }, rows[0]!)).toEqual([{}]);
  });
});

describe('readRawBatches', () => {
  it('gives the model what the stages in between would', async () => {
    const customers = Buffer.concat(
      [...generateCustomers({ rows: 3000, seed: 3 })].map((part) => part.customers),
    );
    const raw = chunked(customers, [10_007]);
    const answer = await clean(chunked(customers), telcoSchema);
    const features = memoryWriter();
    await buildFeatures(csvOf(answer.clean), telcoSchema, RUN_ID, { writerOf: () => features.write });
    const stages = await Array.fromAsync(readScoringBatches(csvOf(features.text()), telcoSchema, 10_000));
    const direct = await Array.fromAsync(readRawBatches(raw, telcoSchema, 10_000));
    const [ours, theirs] = [direct[0]!, stages[0]!];
    const repeated = new Set(ours.customerIds).size < ours.customerIds.length;
    expect([direct.length, stages.length, repeated]).toEqual([1, 1, answer.report.duplicatesDropped > 0]);
    const first = new Map(ours.customerIds.map((id, row) => [id, row] as const).reverse());
    const rowsOfTheirs = theirs.customerIds.map((id) => first.get(id)!);
    for (const [index, input] of theirs.inputs.entries()) {
      const values = rowsOfTheirs.map((row) => ours.inputs[index]!.values[row]);
      expect(values).toEqual([...input.values]);
    }
    expect(rowsOfTheirs.map((row) => (ours.label[row] === 1 ? 'left' : 'active'))).toEqual(theirs.statuses);
  });

  it.each([1, 2, 3, 7])('cuts batches of %d and counts rows that cannot be used', async (batchRows) => {
    const raw = csvOf(
      [PLANS_HEADER, ...rows, 'c4', ' c5 ,1,x,Pro,Oslo,0,1,here', ' c6 ,1,2,pro,,,,GONE'].join('\n'),
    );
    const batches = await Array.fromAsync(readRawBatches(raw, plansSchema, batchRows));
    expect(batches.flatMap(({ customerIds }) => customerIds)).toEqual(['c1', 'c2', 'c3', 'c6']);
    expect(batches.flatMap(({ label }) => [...label])).toEqual([0, 1, 255, 1]);
    expect(batches.flatMap(({ inputs }) => [...inputs[0]!.values])).toEqual(['Pro', 'Gold', '', 'Pro']);
    expect(batches.reduce((sum, { rejectedRows }) => sum + rejectedRows, 0)).toBe(2);
    expect(batches.slice(0, -1).every(({ customerIds }) => customerIds.length === batchRows)).toBe(true);
  });
});
