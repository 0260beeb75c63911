import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildFeatures } from '#core/features/build-features.ts';
import { readFeatureTable } from '#core/features/read-feature-table.ts';
import type { FeatureProfile } from '#core/lake/documents.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { type FeatureTable, LABEL_LEFT, LABEL_STAYED, LABEL_UNKNOWN } from '#core/table/feature-table.ts';
import { RowDraw } from '#core/training/row-draw.ts';
import { mostTrainingRows, trainingMemoryMib } from '#core/training/training-memory.ts';
import { tableShape } from '#core/training/training-size.ts';
import { readTrainingTable } from '#core/training/training-table.ts';
import { cleanedSample } from '../../support/cleaned-sample.ts';

const CUSTOMERS = 2000;
const bytesOf = (text: string) => new TextEncoder().encode(text);
async function* chunksOf(text: string) {
  yield bytesOf(text);
}

/** customer_features.csv of a clean table, its lines in this order. */
async function featuresOf(lines: readonly string[]): Promise<{ csv: string; profile: FeatureProfile }> {
  let csv = '';
  const profile = await buildFeatures(chunksOf(lines.join('\n')), telcoSchema, 'r', {
    writerOf: () => async (body) => {
      for await (const chunk of body) csv += new TextDecoder().decode(chunk);
    },
  });
  return { csv, profile };
}

/** The memory that holds so many labelled rows and not one more. */
function memoryFor(rows: number, profile: FeatureProfile): number {
  const shape = tableShape(profile, telcoSchema);
  const memoryMib = trainingMemoryMib(rows + 0.5, shape, 2) / 0.6;
  expect(mostTrainingRows(memoryMib, shape, 2)).toBe(rows);
  return memoryMib;
}

const sampleOf = ({ csv, profile }: { csv: string; profile: FeatureProfile }, rows: number, seed = 7) =>
  readTrainingTable(chunksOf(csv), profile, telcoSchema, {
    memoryMib: memoryFor(rows, profile),
    threads: 2,
    seed,
  });

/** Whom a table has with a label. */
function labelledIn({ label, customerHashes }: FeatureTable): number[] {
  return [...customerHashes!].filter((_, row) => label[row] !== LABEL_UNKNOWN).sort((a, b) => a - b);
}
const countOf = ({ label }: FeatureTable, wanted: number) => label.filter((value) => value === wanted).length;

const [header = '', ...rows] = await cleanedSample(CUSTOMERS, 11);
const whole = await featuresOf([header, ...rows]);

describe('the rows to train on', () => {
  it('are all that have a label where there is room, in their order', async () => {
    const { table, sampling } = await sampleOf(whole, 10_000);
    expect(sampling).toBeUndefined();
    const everybody = await readFeatureTable(chunksOf(whole.csv), telcoSchema, { withCustomers: true });
    const known = [...everybody.label.keys()].filter((row) => everybody.label[row] !== LABEL_UNKNOWN);
    expect(known.length).toBeLessThan(everybody.rowCount);
    expect(table.rowCount).toBe(known.length);
    expect([...table.customerHashes!]).toEqual(known.map((row) => everybody.customerHashes![row]));
    for (const [index, column] of table.columns.entries()) {
      const before = everybody.columns[index]!;
      if (column.kind === 'numeric' && before.kind === 'numeric') {
        expect(column.values).toEqual(
          before.values.filter((_, row) => everybody.label[row] !== LABEL_UNKNOWN),
        );
      } else if (column.kind === 'category' && before.kind === 'category') {
        const textsOf =
          ({ codes, dictionary }: typeof column) =>
          (row: number) =>
            dictionary[codes[row]!];
        expect([...table.label.keys()].map(textsOf(column))).toEqual(known.map(textsOf(before)));
      }
    }
  });

  it('are a sample of exactly as many as there is room for, with the share of leavers that all have', async () => {
    const { labelled, left } = whole.profile;
    const { table, sampling } = await sampleOf(whole, 600);
    const quota = Math.round((600 * left) / labelled);
    expect(sampling).toMatchObject({ rows: 600, left: quota, ofRows: labelled, ofLeft: left, seed: 7 });
    expect(sampling?.reason).toContain(`600 of ${labelled} labelled customers`);
    expect(countOf(table, LABEL_LEFT)).toBe(quota);
    expect(countOf(table, LABEL_STAYED)).toBe(600 - quota);
    expect(new Set(labelledIn(table)).size).toBe(600);
    expect(table.label.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('are the same customers whatever the order of the file', async () => {
    const drawn = labelledIn((await sampleOf(whole, 600)).table);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (shuffled) => {
        const again = await sampleOf(await featuresOf([header, ...shuffled]), 600);
        expect(labelledIn(again.table)).toEqual(drawn);
      }),
      { numRuns: 3 },
    );
  });

  it('are others with another seed, and a larger sample holds the smaller one', async () => {
    const drawn = labelledIn((await sampleOf(whole, 600)).table);
    const other = labelledIn((await sampleOf(whole, 600, 8)).table);
    const shared = other.filter((customer) => drawn.includes(customer)).length;
    expect(shared).toBeLessThan(400);
    const larger = new Set(labelledIn((await sampleOf(whole, 900)).table));
    expect(drawn.filter((customer) => !larger.has(customer))).toEqual([]);
  });

  it('are refused where the file holds fewer than its profile says', async () => {
    const profile = { ...whole.profile, labelled: 100_000, left: 30_000 };
    const memoryMib = memoryFor(50_000, profile);
    const reading = readTrainingTable(chunksOf(whole.csv), profile, telcoSchema, {
      memoryMib,
      threads: 2,
      seed: 1,
    });
    await expect(reading).rejects.toMatchObject({ code: 'SAMPLE_INCOMPLETE' });
  });
});

/** A table of labels and customers alone. */
const tableOf = (label: readonly number[], hashes: readonly number[]): FeatureTable => ({
  rowCount: label.length,
  columns: [],
  label: Uint8Array.from(label),
  customerHashes: Float64Array.from(hashes),
});

const hash = fc.integer({ min: 0, max: 2 ** 53 - 1 });
const customers = fc.uniqueArray(
  fc.record({ hash, label: fc.constantFrom(LABEL_LEFT, LABEL_STAYED, LABEL_UNKNOWN) }),
  { minLength: 1, maxLength: 400, selector: (customer) => customer.hash },
);

describe('a draw', () => {
  it('gives exactly its quota, never one without a label, and the same in any order', () => {
    fc.assert(
      fc.property(customers, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (all, seed, share) => {
        const ofClass = (label: number) => all.filter((customer) => customer.label === label).length;
        const counts = { left: ofClass(LABEL_LEFT), stayed: ofClass(LABEL_STAYED) };
        const quota = { left: Math.floor(counts.left * share), stayed: Math.ceil(counts.stayed * share) };
        const drawnOf = (order: typeof all) => {
          const draw = new RowDraw(counts, quota, seed);
          const kept = order.filter((customer) => draw.keeps(customer.label, customer.hash));
          expect(kept.length).toBeLessThanOrEqual(draw.expectedRows);
          expect(kept.every(({ label }) => label !== LABEL_UNKNOWN)).toBe(true);
          const table = draw.finished(
            tableOf(
              kept.map(({ label }) => label),
              kept.map((customer) => customer.hash),
            ),
          );
          expect(countOf(table, LABEL_LEFT)).toBe(quota.left);
          expect(countOf(table, LABEL_STAYED)).toBe(quota.stayed);
          return labelledIn(table);
        };
        expect(drawnOf(all.toReversed())).toEqual(drawnOf(all));
      }),
    );
  });

  it('takes customers whose ids differ by one as often as any', () => {
    const all = Array.from({ length: 40_000 }, (_, id) => id);
    const draw = new RowDraw({ left: 0, stayed: all.length }, { left: 0, stayed: 10_000 }, 3);
    const kept = all.filter((id) => draw.keeps(LABEL_STAYED, id));
    const table = draw.finished(
      tableOf(
        kept.map(() => LABEL_STAYED),
        kept,
      ),
    );
    const drawn = labelledIn(table);
    // 10,000 of 40,000: in each quarter of the ids 2,500 ± 5 standard deviations of a draw without replacement.
    for (let quarter = 0; quarter < 4; quarter++) {
      const inQuarter = drawn.filter((id) => Math.floor(id / 10_000) === quarter).length;
      expect(Math.abs(inQuarter - 2500)).toBeLessThan(5 * Math.sqrt(2500 * 0.75 * 0.75));
    }
  });
});
