import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanAnyEncoding } from '#core/cleaning/clean-any-encoding.ts';
import { idHigh, idLow } from '#core/cleaning/id-hash.ts';
import { findRepeatedIds } from '#core/cleaning/repeated-ids.ts';
import { formatCsvField } from '#core/csv/csv-writer.ts';
import { chunked, csvOf, memoryWriter } from '../csv/bytes.ts';
import { RUN_ID } from './clean.ts';
import { PLANS_HEADER, plansSchema } from './plans-schema.ts';

async function cleanBytes(bytes: Uint8Array, isLarge: boolean) {
  const [cleaned, rejected] = [memoryWriter(), memoryWriter()];
  let opened = 0;
  const open = async () => {
    opened++;
    return chunked(bytes, [700]);
  };
  const outputs = { clean: cleaned.write, rejected: rejected.write };
  const report = await cleanAnyEncoding(open, plansSchema, RUN_ID, outputs, { isLarge });
  return { opened, result: { report, clean: cleaned.text(), rejected: rejected.text() } };
}

function has(ids: Awaited<ReturnType<typeof findRepeatedIds>>, id: string): boolean {
  const bytes = new TextEncoder().encode(id);
  const view = new DataView(bytes.buffer);
  return ids.has(idHigh(view, 0, bytes.length), idLow(view, 0, bytes.length));
}

describe('findRepeatedIds', () => {
  test('finds each id that comes twice or more, of many customers, and hardly another', async () => {
    const ids = Array.from({ length: 50_000 }, (_, n) => `c${n}`);
    const repeated = ids.filter((_, n) => n % 7 === 0);
    const rows = [...ids, ...repeated, ...repeated].map((id) => `${id},1,1,Pro,x,0,1,here`);
    const found = await findRepeatedIds(csvOf([PLANS_HEADER, ...rows].join('\n')), plansSchema);
    expect(ids.filter((id) => has(found, id))).toEqual(repeated);
  });

  test('takes an id as cleaning does: trimmed, without its quotes; rows without one are passed over', async () => {
    const rows = ['a,1,1,Pro,x,0,1,here', '" a "', '', '"b ""1""",1', 'b "1" ,2', 'c'];
    const header = PLANS_HEADER.split(',');
    expect(header[0]).toBe('client');
    const found = await findRepeatedIds(csvOf([PLANS_HEADER, ...rows].join('\n')), plansSchema);
    expect(['a', 'b "1"', 'c'].map((id) => has(found, id))).toEqual([true, true, false]);
  });
});

describe('a large upload', () => {
  test('gives what it would if it were small, in two readings', async () => {
    const id = fc.constantFrom('a', ' a', 'A', '"q"', 'é', 'b,c', 'd', '', 'x'.repeat(200));
    const row = fc.tuple(id, fc.constantFrom('1', '2', 'none'), fc.constantFrom('Pro', 'Basic plan'));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
        const lines = rows.map(([text, fee, plan]) => `${formatCsvField(text)},${fee},1,${plan},x,0,1,here`);
        const bytes = Buffer.from([PLANS_HEADER, 'z,1,1,Pro,x,0,1,here', ...lines].join('\n'));
        const [large, small] = [await cleanBytes(bytes, true), await cleanBytes(bytes, false)];
        expect(large.result).toEqual(small.result);
        expect([large.opened, small.opened]).toEqual([2, 1]);
      }),
    );
  });

  test('may be in Windows-1252 too', async () => {
    const text = [PLANS_HEADER, ...Array(2).fill('Müller,1,1,Pro,Zürich,0,1,here')].join('\n');
    const { result } = await cleanBytes(Buffer.from(text, 'latin1'), true);
    expect(result.report).toMatchObject({ encoding: 'windows-1252', rowsKept: 1, duplicatesDropped: 1 });
  });
});
