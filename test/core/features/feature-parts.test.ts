import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildFeatures } from '#core/features/build-features.ts';
import { joinedParts } from '#core/features/joined-parts.ts';
import { cleanRows, RUN_ID } from '../cleaning/clean.ts';
import { plansSchema } from '../cleaning/plans-schema.ts';
import { bytesOf, chunked, csvOf, memoryWriter } from '../csv/bytes.ts';

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, row) => `c${row},${row % 40},${row % 70},Pro,Oslo,0.1,29.85,here`);

async function buildParts(rowCount: number, maxPartRows: number) {
  const { clean } = await cleanRows(...rowsOf(rowCount));
  const written: ReturnType<typeof memoryWriter>[] = [];
  const writerOf = (part: number) => {
    expect(part).toBe(written.length + 1);
    expect(written.every((earlier) => earlier.isComplete())).toBe(true);
    written.push(memoryWriter());
    return written.at(-1)!.write;
  };
  const profile = await buildFeatures(csvOf(clean), plansSchema, RUN_ID, { writerOf, maxPartRows });
  return { profile, texts: written.map((writer) => writer.text()) };
}

async function joined(texts: readonly string[], chunkBytes: number): Promise<string> {
  const parts = texts.map((text) => async () => chunked(bytesOf(text), [chunkBytes]));
  const chunks = await Array.fromAsync(joinedParts(parts, plansSchema));
  return Buffer.concat(chunks).toString('utf8');
}

describe('the parts of customer_features.csv', () => {
  test('have a header and at most so many rows each, and are one after another the whole table', async () => {
    const whole = (await buildParts(60, 1000)).texts[0]!;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 300 }),
        async (rows, bytes) => {
          const { profile, texts } = await buildParts(60, rows);
          const counts = texts.map((text) => text.trimEnd().split('\n').length - 1);
          expect(profile.parts).toEqual(counts.map((count) => ({ rows: count })));
          expect(counts).toEqual(Array.from(counts, (_, part) => Math.min(rows, 60 - part * rows)));
          expect(await joined(texts, bytes)).toBe(whole);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('a part under another header is refused', async () => {
    const { texts } = await buildParts(4, 2);
    for (const other of [texts[1]!.replace('client', 'Client'), texts[1]!.slice(0, 5), '']) {
      await expect(joined([texts[0]!, other], 64)).rejects.toMatchObject({ code: 'TABLE_HEADER_MISMATCH' });
    }
  });
});
