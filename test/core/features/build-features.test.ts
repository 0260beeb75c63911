import { createReadStream } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber } from '#core/cleaning/cells.ts';
import { cleanHeader } from '#core/cleaning/clean-header.ts';
import { formatCsvRow } from '#core/csv/csv-writer.ts';
import { buildFeatures } from '#core/features/build-features.ts';
import { formatFloat32 } from '#core/features/float32-text.ts';
import { featureProfileSchema } from '#core/lake/documents.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { hasTelco, telcoFile } from '../../support/telco.ts';
import { clean, cleanRows, RUN_ID } from '../cleaning/clean.ts';
import { PLANS_HEADER, plansSchema } from '../cleaning/plans-schema.ts';
import { bytesOf, chunked, csvOf, memoryWriter, readAll } from '../csv/bytes.ts';

async function build(cleaned: AsyncIterable<Uint8Array> | string, schema: SchemaDocument = plansSchema) {
  const output = memoryWriter();
  const chunks = typeof cleaned === 'string' ? csvOf(cleaned) : cleaned;
  const profile = await buildFeatures(chunks, schema, RUN_ID, { writerOf: () => output.write });
  return { profile, features: output.text() };
}

const rows = [
  'c1,29.85,1,Pro,Oslo,0.1,29.85,here',
  'c2,56.95,34,Pro,Bergen,0.3333333333333333,1889.5,gone',
  'c3,20,0,,"Oslo, Vest",,,',
  'c4,53.85,61,Basic plan,Oslo,1,108.15,here',
];

describe('buildFeatures', () => {
  it('adds the derived features; numbers are in shortest float32 form', async () => {
    const { features } = await build((await cleanRows(...rows)).clean);
    expect(features.split('\n')).toEqual([
      'client,gone,plan,city,months,fee,paid,score,tenure_group,avg_monthly_spend,charge_above_average',
      'c1,here,Pro,Oslo,1,29.85,29.85,0.1,0-6,29.85,0',
      'c2,gone,Pro,Bergen,34,56.95,1889.5,0.33333334,25-48,55.57353,1.3764725',
      'c3,,,"Oslo, Vest",0,20,,,0-6,20,0',
      'c4,here,Basic plan,Oslo,61,53.85,108.15,1,61+,1.7729509,52.07705',
      '',
    ]);
  });

  it('profiles what it wrote', async () => {
    const { profile } = await build((await cleanRows(...rows)).clean);
    expect(featureProfileSchema.parse(profile)).toEqual(profile);
    expect(profile).toMatchObject({ runId: RUN_ID, rows: 4, labelled: 3, left: 1 });
    expect(profile.numeric.map(({ name, missing }) => [name, missing])).toEqual([
      ['months', 0],
      ['fee', 0],
      ['paid', 1],
      ['score', 1],
      ['avg_monthly_spend', 0],
      ['charge_above_average', 0],
    ]);
    expect(profile.numeric[0]).toEqual({
      name: 'months',
      missing: 0,
      min: 0,
      max: 61,
      mean: 24,
      histogram: [
        [0, 1],
        [321, 1],
        [402, 1],
        [415, 1],
      ],
    });
    expect(profile.category).toEqual([
      { name: 'plan', missing: 1, counts: { Pro: 2, 'Basic plan': 1 }, otherValues: 0 },
      { name: 'city', missing: 0, counts: { Oslo: 2, Bergen: 1, 'Oslo, Vest': 1 }, otherValues: 0 },
      { name: 'tenure_group', missing: 0, counts: { '0-6': 2, '25-48': 1, '61+': 1 }, otherValues: 0 },
    ]);
  });

  it('gives null for the figures of a column without values', async () => {
    const { profile } = await build((await cleanRows('c1,1,1,Pro,x,,,here')).clean);
    const score = profile.numeric.find(({ name }) => name === 'score');
    expect(score).toEqual({ name: 'score', missing: 1, min: null, max: null, mean: null, histogram: [] });
  });

  it('counts the 50 commonest values of a column and the others together', async () => {
    const many = Array.from(
      { length: 7000 },
      (_, index) => `c${index},1,1,Pro,city ${index % 6500},0,1,here`,
    );
    const { profile } = await build(
      (await cleanRows(...many, 'z,1,1,Pro,'.concat('x'.repeat(300), ',0,1,here'))).clean,
    );
    const city = profile.category.find(({ name }) => name === 'city')!;
    expect(Object.keys(city.counts).length).toBe(50);
    expect(new Set(Object.values(city.counts))).toEqual(new Set([2]));
    expect(city.otherValues).toBe(7001 - 100);
  });

  it('does without a total charge', async () => {
    const { totalCharge: _, ...schema } = plansSchema;
    const { features } = await build(
      (await clean('client,fee,months,plan,city,score,paid\nc1,1,7,Pro,x,0,1\n', schema)).clean,
      schema,
    );
    expect(features.split('\n')[0]).toMatch(/,score,tenure_group$/);
    expect(features.split('\n')[1]).toMatch(/,7-12$/);
  });

  it('leaves every text as it is, quoted or not, wherever it stands', async () => {
    const alternating = ['plan', 'months', 'city', 'fee', 'paid', 'score'].map(
      (name) => plansSchema.columns.find((column) => column.name === name)!,
    );
    const schema = { ...plansSchema, columns: alternating };
    const text = fc.stringMatching(/^["\n,; aé\uFEFF]{0,4}$/u);
    const customers = fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(customers, async (texts) => {
        const raw = texts.map(([id, plan, city], row) => [
          `${row}${id}`,
          '1',
          '2',
          plan,
          city,
          '0.5',
          '3',
          'here',
        ]);
        const file = [PLANS_HEADER.split(','), ...raw].map((row) => `${formatCsvRow(row)}\n`).join('');
        const cleaned = (await clean(file, schema)).clean;
        const [before, after] = [
          await readAll(csvOf(cleaned)),
          await readAll(csvOf((await build(cleaned, schema)).features)),
        ];
        expect(after.records.map(({ fields }) => fields.slice(0, 8))).toEqual(
          before.records.map(({ fields }) => fields),
        );
      }),
    );
  });

  it('writes every number as the shortest text of its float32', async () => {
    const header = cleanHeader(plansSchema).join(',');
    const decimal = fc
      .tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.integer({ min: 0, max: 8 }))
      .map(([digits, places]) => digits / 10 ** places + 0);
    const number = fc.oneof(
      decimal,
      fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
      fc.constant(Number.NaN),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 30 }), async (pairs) => {
        const textOf = (value: number) => (Number.isNaN(value) ? '' : formatNumber(value));
        const lines = pairs.map(
          ([paid, score], row) => `c${row},,Pro,Oslo,1,2,${textOf(paid)},${textOf(score)}`,
        );
        const { features } = await build(`${[header, ...lines].join('\n')}\n`);
        for (const [row, line] of features.split('\n').slice(1, -1).entries()) {
          const expected = pairs[row]!.map((value) => formatFloat32(Math.fround(value)));
          expect(line.split(',').slice(6, 8)).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same wherever the chunks end', async () => {
    const cleaned = bytesOf((await cleanRows(...rows)).clean);
    expect(await build(chunked(cleaned, [1, 3]))).toEqual(await build(chunked(cleaned)));
  });

  it.each<[string, string, string, RegExp]>([
    ['another header', 'client,gone,plan\n', 'TABLE_HEADER_MISMATCH', /client, gone, plan/],
    ['a short row', 'HEADER\nc1,here\n', 'TABLE_ROW_INVALID', /Line 2 .* 2 fields in place of 8/],
    [
      'a number that is none',
      'HEADER\nc1,here,Pro,x,1,1,many,0\n',
      'TABLE_ROW_INVALID',
      /Line 2 .* many is not a number/,
    ],
    [
      'a label that is none',
      'HEADER\n\nc1,left,Pro,x,1,1,1,0\n',
      'TABLE_ROW_INVALID',
      /Line 3 .* left is not a label/,
    ],
  ])('refuses a table with %s', async (_name, text, code, message) => {
    const table = text.replace('HEADER', 'client,gone,plan,city,months,fee,paid,score');
    const output = memoryWriter();
    await expect(
      buildFeatures(csvOf(table), plansSchema, RUN_ID, { writerOf: () => output.write }),
    ).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(output.isComplete()).toBe(false);
  });
});

describe.skipIf(!hasTelco)('the IBM table', () => {
  it('has the known tenure bands and averages', async () => {
    const { clean: cleaned } = await clean(createReadStream(telcoFile), telcoSchema);
    const { profile } = await build(cleaned, telcoSchema);
    expect(profile).toMatchObject({ rows: 7043, labelled: 7043, left: 1869 });
    const numeric = new Map(profile.numeric.map((column) => [column.name, column]));
    expect(numeric.get('TotalCharges')?.missing).toBe(11);
    expect(numeric.get('MonthlyCharges')?.mean).toBeCloseTo(64.761692, 5);
    expect(numeric.get('tenure')?.mean).toBeCloseTo(32.371149, 5);
    expect(numeric.get('avg_monthly_spend')?.missing).toBe(0);
    const contract = profile.category.find(({ name }) => name === 'Contract');
    expect(contract?.counts).toEqual({ 'Month-to-month': 3875, 'Two year': 1695, 'One year': 1473 });
  });
});
