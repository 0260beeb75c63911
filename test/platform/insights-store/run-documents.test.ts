import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import {
  customersOf,
  insightsOf,
  runIdOf,
  runRecord,
  type StoreRig,
  scoredRow,
  startStoreRig,
  writeRows,
} from './store-rig.ts';

const before = { a: 0.1, b: 0.9, c: 0.5, d: 0.2, gone: 0.4, left: 0.1 };
const after = { a: 0.4, b: 0.2, c: 0.5, d: 0.5, new: 0.9, left: 0.99 };
const UNVALUED = scoredRow('unvalued', { clv: null, priority: null });
const rowsOf = (run: object, left: string[] = []) =>
  Object.entries(run).map(([id, churnProbability]) =>
    scoredRow(id, { churnProbability, status: left.includes(id) ? 'left' : 'active' }),
  );

let rig: StoreRig;
const [EARLIER, LATER] = [runIdOf(1), runIdOf(2)];

beforeAll(async () => {
  rig = await startStoreRig();
  await writeRows(rig.writer, runRecord(EARLIER), rowsOf(before));
  await writeRows(rig.writer, runRecord(LATER), [...rowsOf(after, ['left']), UNVALUED]);
});
afterAll(() => rig.close());

test('a document reads back as it was, however long, and takes the place of an earlier one', async () => {
  const shape = z.object({ curve: z.array(z.tuple([z.number(), z.string()])) });
  const long = {
    curve: Array.from({ length: 9000 }, (_, index): [number, string] => [index / 7, `"é${index}\\`]),
  };
  await rig.writer.writeDocument(EARLIER, 'survival/Contract', { curve: [] });
  await rig.writer.writeDocument(EARLIER, 'survival/Contract', long);
  await rig.writer.writeDocument(LATER, 'survival/Contract', { curve: [] });
  expect(await rig.reader.document(EARLIER, 'survival/Contract', shape)).toEqual(long);
  expect(await rig.reader.document(LATER, 'survival/Contract', shape)).toEqual({ curve: [] });
  expect(await rig.reader.document(LATER, 'survival/contract', shape)).toBeUndefined();
  await expect(rig.reader.document(LATER, 'survival/Contract', z.string())).rejects.toMatchObject({
    code: 'DATABASE_ROW_INVALID',
  });
  await expect(rig.writer.writeDocument(LATER, 'outlook', 'x'.repeat(4_000_001))).rejects.toMatchObject({
    code: 'ROW_TOO_LONG',
  });
});

test('movers are the active customers of both runs whose probability changed, the furthest first', async () => {
  const movers = await rig.reader.movers(LATER, EARLIER, 10);
  expect(movers).toEqual([
    { customerId: 'b', before: 0.9, after: 0.2 },
    { customerId: 'a', before: 0.1, after: 0.4 },
    { customerId: 'd', before: 0.2, after: 0.5 },
  ]);
  expect(await rig.reader.movers(LATER, EARLIER, 1)).toEqual(movers.slice(0, 1));
});

test('what is not known is kept as not known', async () => {
  expect(await rig.reader.customer(LATER, 'unvalued')).toMatchObject({ clv: null, priority: null });
  const sorted = await rig.reader.customers(LATER, customersOf({ sort: 'priority' }), undefined);
  expect(sorted.map(({ customerId }) => customerId)).not.toContain('unvalued');
  const [known, { total }] = [insightsOf(3), insightsOf(4)];
  const unvalued = { ...total, clv: null, contactCustomers: null, contactGain: null };
  const segment = { ...unvalued, dimension: 'Contract', segment: 'x' };
  await rig.writer.writeInsights(LATER, { total: unvalued, segments: [segment, ...known.segments] });
  expect(await rig.reader.totals(LATER)).toEqual(unvalued);
  expect(await rig.reader.segments(LATER, 'Contract')).toEqual([segment, ...known.segments]);
});
