import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCsvField } from '#core/csv/csv-writer.ts';
import { buildFeatures, type FeatureOutputs } from '#core/features/build-features.ts';
import { joinedParts } from '#core/features/joined-parts.ts';
import { cleanRows, RUN_ID } from '../cleaning/clean.ts';
import { plansSchema } from '../cleaning/plans-schema.ts';
import { bytesOf, chunked, csvOf, memoryWriter, readAll } from '../csv/bytes.ts';

const idsOf = (count: number) => Array.from({ length: count }, (_, row) => `c${row}`);
const rowOf = (id: string, row: number) =>
  `${formatCsvField(id)},${row % 40},${row % 70},Pro,Oslo,0.1,29.85,here`;

async function buildParts(ids: readonly string[], limits: Pick<FeatureOutputs, 'maxPartRows'> = {}) {
  const { clean } = await cleanRows(...ids.map(rowOf));
  const written: ReturnType<typeof memoryWriter>[] = [];
  const writerOf = (part: number) => {
    expect(part).toBe(written.length + 1);
    expect(written.every((earlier) => earlier.isComplete())).toBe(true);
    written.push(memoryWriter());
    return written.at(-1)!.write;
  };
  const profile = await buildFeatures(csvOf(clean), plansSchema, RUN_ID, { writerOf, ...limits });
  return { profile, texts: written.map((writer) => writer.text()) };
}

async function idsIn(text: string): Promise<string[]> {
  return (await readAll(csvOf(text))).records.map(({ fields }) => fields[0]!);
}

async function joined(texts: readonly string[], chunkBytes: number): Promise<string> {
  const parts = texts.map((text) => async () => chunked(bytesOf(text), [chunkBytes]));
  const chunks = await Array.fromAsync(joinedParts(parts, plansSchema));
  return Buffer.concat(chunks).toString('utf8');
}

describe('the parts of customer_features.csv', () => {
  test('have a header and at most so many rows each, and are one after another the whole table', async () => {
    const whole = (await buildParts(idsOf(60))).texts[0]!;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 300 }),
        async (rows, bytes) => {
          const { profile, texts } = await buildParts(idsOf(60), { maxPartRows: rows });
          const counts = texts.map((text) => text.trimEnd().split('\n').length - 1);
          expect(profile.parts).toEqual(counts.map((count) => ({ rows: count })));
          expect(counts).toEqual(Array.from(counts, (_, part) => Math.min(rows, 60 - part * rows)));
          const text = await joined(texts, bytes);
          expect(text).toBe(whole);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('keep the order of the file, each row whole, whatever the ids', async () => {
    const id = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => !/[\0\r]/.test(text));
    const ids = fc.uniqueArray(
      fc.tuple(fc.constantFrom('', 'customer-', 'customer-0001'), id).map((texts) => texts.join('').trim()),
      { minLength: 1, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(ids, fc.integer({ min: 1, max: 40 }), async (some, maxPartRows) => {
        const given = some.filter((text) => text !== '');
        fc.pre(given.length > 0);
        const { texts } = await buildParts(given, { maxPartRows });
        const { records } = await readAll(csvOf((await buildParts(given)).texts[0]!));
        const rows = new Map(records.map(({ fields }) => [fields[0]!, fields]));
        for (const [part, text] of texts.entries()) {
          const own = given.slice(part * maxPartRows, (part + 1) * maxPartRows);
          const found = (await readAll(csvOf(text))).records.map(({ fields }) => fields);
          expect(found).toEqual(own.map((customer) => rows.get(customer)));
          for (const fields of found) expect(Number(fields[5])).toBe(given.indexOf(fields[0]!) % 40);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('keep it beyond a chunk of a megabyte too', async () => {
    const ids = idsOf(9_000).map((id) => id.padEnd(120, 'x'));
    const { texts } = await buildParts(ids);
    expect(await Promise.all(texts.map(idsIn))).toEqual([ids]);
  });

  test('a part under another header is refused', async () => {
    const { texts } = await buildParts(idsOf(4), { maxPartRows: 2 });
    for (const other of [texts[1]!.replace('client', 'Client'), texts[1]!.slice(0, 5), '']) {
      await expect(joined([texts[0]!, other], 64)).rejects.toMatchObject({ code: 'TABLE_HEADER_MISMATCH' });
    }
  });
});
