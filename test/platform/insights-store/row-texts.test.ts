import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import {
  batchesOf,
  customersOf,
  partOf,
  runIdOf,
  runRecord,
  type StoreRig,
  scoredRow,
  startStoreRig,
  writeRows,
  writeRun,
} from './store-rig.ts';

const reason = (value: string) => [{ feature: 'City', value, contribution: 0.5, points: 1.25 }];
const rowOf = (id: string, city: string): ScoredRow =>
  scoredRow(id, { segments: { City: city }, reasons: reason(city) });

let rig: StoreRig;
beforeAll(async () => {
  rig = await startStoreRig();
});
afterAll(() => rig.close());

async function textsOf(runId: string): Promise<number> {
  const { records } = await rig.execute('SELECT COUNT(*) FROM row_texts WHERE run_id = :runId', {
    parameters: [{ name: 'runId', value: { stringValue: runId } }],
  });
  return records?.[0]?.[0]?.longValue ?? Number.NaN;
}

test('each part has texts of its own, and a part written again the same', async () => {
  const runId = runIdOf(1);
  const parts = [
    [rowOf('a', 'Ulm'), rowOf('b', 'Rom')],
    [rowOf('c', 'Rom'), rowOf('d', 'Ulm'), rowOf('e', 'Rom')],
  ];
  await rig.writer.beginRun(runRecord(runId));
  for (let attempt = 0; attempt < 2; attempt++) {
    for (const [index, rows] of parts.entries()) {
      await rig.writer.writePart(partOf(runId, index + 1), batchesOf(rows));
    }
    // Of each part two segments, the name and two values.
    expect(await textsOf(runId)).toBe(10);
  }
  await rig.writer.sealRun(runRecord(runId), 5);
  for (const row of parts.flat()) expect(await rig.reader.customer(runId, row.customerId)).toEqual(row);
  for (const query of [{ sort: 'customerId' }, { sort: 'priority' }, { q: 'c' }] as const) {
    for (const { customerId, segments } of await rig.reader.customers(runId, customersOf(query), undefined)) {
      expect(segments).toEqual(parts.flat().find((row) => row.customerId === customerId)?.segments);
    }
  }
});

test("what an attempt of another model writes late leaves the texts of the run's model alone", async () => {
  const runId = runIdOf(2);
  const [first, second] = [runRecord(runId), { ...runRecord(runId), modelVersion: 'm-second' }];
  const write = ({ modelVersion }: typeof first, city: string) =>
    rig.writer.writePart({ ...partOf(runId, 1), modelVersion }, batchesOf([rowOf('a', city)]));
  await rig.writer.beginRun(first);
  await write(first, 'Ulm');
  await rig.writer.beginRun(second);
  await write(second, 'Rom');
  await write(first, 'Bonn');
  await rig.writer.sealRun(second, 1);
  await write(first, 'Bonn');
  expect(await rig.reader.customer(runId, 'a')).toEqual(rowOf('a', 'Rom'));
});

test('texts that do not repeat stay in their rows once they are very many', async () => {
  const runId = runIdOf(3);
  const rows = Array.from({ length: 3_000 }, (_, index) => rowOf(`C${index}`, `${index}`.padStart(500, 'x')));
  await writeRows(rig.writer, runRecord(runId), rows.slice(0, 1_000));
  const own = 'SELECT COUNT(*) FROM predictions WHERE segments IS NOT NULL';
  const count = async () => (await rig.execute(own)).records?.[0]?.[0]?.longValue;
  expect(await count()).toBe(0);
  const many = runIdOf(4);
  await writeRows(rig.writer, runRecord(many), rows);
  expect(await count()).toBeGreaterThan(0);
  for (const row of [rows[0]!, rows[2_999]!]) {
    expect(await rig.reader.customer(many, row.customerId)).toEqual(row);
  }
  expect(await rig.reader.customers(many, customersOf({ q: 'C2999' }), undefined)).toMatchObject([
    { segments: rows[2_999]!.segments },
  ]);
});

test('whoever asks in SQL finds the published customers with their segments', async () => {
  const runId = runIdOf(6);
  await writeRun(rig.writer, runId, [rowOf('a', 'Ulm'), rowOf('b', 'Rom')]);
  await rig.writer.publish(runRecord(runId), 2);
  await writeRun(rig.writer, runIdOf(7), [rowOf('a', 'Bonn')]);
  const sql =
    "SELECT customer_id, JSON_UNQUOTE(JSON_EXTRACT(segments, '$.City')) FROM published_customers ORDER BY 1";
  const { records } = await rig.execute(sql);
  expect(records?.map((row) => row.map(({ stringValue }) => stringValue))).toEqual([
    ['a', 'Ulm'],
    ['b', 'Rom'],
  ]);
});

test('a row whose text is gone is an error and no customer without segments', async () => {
  const runId = runIdOf(5);
  await writeRows(rig.writer, runRecord(runId), [rowOf('a', 'Ulm')]);
  await rig.execute(`DELETE FROM row_texts WHERE run_id = '${runId}'`);
  await expect(rig.reader.customer(runId, 'a')).rejects.toMatchObject({ code: 'DATABASE_ROW_INVALID' });
  await expect(rig.reader.customers(runId, customersOf(), undefined)).rejects.toMatchObject({
    code: 'DATABASE_ROW_INVALID',
  });
});
