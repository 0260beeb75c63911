import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  batchesOf,
  customersOf,
  insightsOf,
  partOf,
  runIdOf,
  runRecord,
  type StoreRig,
  scoredRow,
  startStoreRig,
  writeRows,
} from './store-rig.ts';

let rig: StoreRig;
const SCRATCH = runIdOf(2);

beforeAll(async () => {
  rig = await startStoreRig();
  await rig.writer.beginRun(runRecord(SCRATCH));
});
afterAll(() => rig.close());

test('ids compare byte by byte: case, accents, leading spaces and NUL all tell customers apart', async () => {
  const ids = [
    'a',
    'A',
    'á',
    'a\u0000',
    ' a',
    'a\t',
    'ａ',
    '😀',
    "x'; --",
    '<b>',
    '%',
    '_',
    '\\',
    '"',
    '7590-VHVEG',
  ];
  const runId = runIdOf(4);
  await writeRows(
    rig.writer,
    runRecord(runId),
    ids.map((id, index) => scoredRow(id, { expectedLoss: index, segments: { Contract: `${id}!` } })),
  );
  for (const [index, id] of ids.entries()) {
    const row = await rig.reader.customer(runId, id);
    expect([row.customerId, row.expectedLoss, row.segments]).toEqual([id, index, { Contract: `${id}!` }]);
  }
  await expect(rig.reader.customer(runId, 'b')).rejects.toMatchObject({ code: 'CUSTOMER_NOT_FOUND' });
});

test('numbers and texts are stored exactly', async () => {
  const amount = fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (value === 0 ? 0 : value));
  // `__proto__` is no column's name: the API's schemas leave it out of every object.
  const columnName = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((name) => name !== '__proto__');
  const row = fc.record({
    customerId: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((id) => id === id.trim()),
    churnProbability: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
    expectedLoss: amount,
    monthlyCharge: amount,
    tenureMonths: amount,
    segments: fc.dictionary(columnName, fc.string({ maxLength: 60 }), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  });
  let runs = 10;
  const base = fc.uniqueArray(row, { selector: ({ customerId }) => customerId, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(base, async (rows) => {
      const record = runRecord(runIdOf(runs++));
      const written = rows.map(({ customerId, ...more }) => scoredRow(customerId, more));
      await writeRows(rig.writer, record, written);
      for (const each of written) {
        expect(await rig.reader.customer(record.runId, each.customerId)).toEqual(each);
      }
    }),
    { numRuns: 8 },
  );
});

test('the longest id is stored, a longer one is refused by name and nothing is cut', async () => {
  const longest = '😀'.repeat(128);
  const runId = runIdOf(5);
  await rig.writer.beginRun(runRecord(runId));
  await rig.writer.writePart(partOf(runId, 1), batchesOf([scoredRow(longest)]));
  const refused = [
    { row: scoredRow('y'.repeat(129)), message: /^customerId of customer "yyyy.*longer than 128/ },
    {
      row: scoredRow('y', { segments: { City: 'z'.repeat(513) } }),
      message: /^segments\.City of customer "y"/,
    },
    {
      row: scoredRow('y', {
        segments: Object.fromEntries([...'abcdefghi'].map((k) => [k, 'z'.repeat(500)])),
      }),
      message: /^segments of customer "y"/,
    },
  ];
  for (const { row, message } of refused) {
    const write = rig.writer.writePart(partOf(runId, 1), batchesOf([row]));
    await expect(write).rejects.toMatchObject({
      code: 'ROW_TOO_LONG',
      message: expect.stringMatching(message),
    });
  }
  for (const row of [scoredRow('\ud800'), scoredRow('y', { expectedLoss: Number.NaN })]) {
    const write = rig.writer.writePart(partOf(runId, 1), batchesOf([row]));
    await expect(write).rejects.toMatchObject({ code: 'ROW_NOT_STORABLE' });
  }
  await rig.writer.sealRun(runRecord(runId), 1);
  expect((await rig.reader.customer(runId, longest)).customerId).toBe(longest);
  await expect(rig.reader.customer(runId, 'y')).rejects.toMatchObject({ code: 'CUSTOMER_NOT_FOUND' });
});

test('a page of the longest rows still fits into an answer', async () => {
  const runId = runIdOf(3);
  const segments = Object.fromEntries([...'abcdefg'].map((name) => [name, '"'.repeat(118)]));
  const rows = Array.from({ length: 210 }, (_, index) =>
    scoredRow(`${String(index).padStart(8, '0')}${'😀'.repeat(120)}`, { segments }),
  );
  await writeRows(rig.writer, runRecord(runId), rows);
  expect(await rig.reader.customers(runId, customersOf({ limit: 201 }), undefined)).toEqual(
    rows.slice(0, 201),
  );
});

test('segments keep their order and their exact names, however many they are', async () => {
  const base = insightsOf(5).total;
  const names = [
    'b',
    'a',
    '',
    'A',
    ...Array.from({ length: 400 }, (_, index) => `${index}`.padStart(512, '"')),
  ];
  const segments = names.map((segment) => ({ ...base, dimension: 'City', segment }));
  const other = [{ ...base, dimension: 'city', segment: 'b' }];
  await rig.writer.writeInsights(SCRATCH, { total: base, segments: [...segments, ...other] });
  expect(await rig.reader.segments(SCRATCH, 'City')).toEqual(segments);
  expect(await rig.reader.segments(SCRATCH, 'city')).toEqual(other);
  expect(await rig.reader.segments(SCRATCH, 'unknown')).toEqual([]);
});
