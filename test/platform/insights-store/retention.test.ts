import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DataApiClient } from '#platform/insights-store/data-api-client.ts';
import { createInsightsWriter } from '#platform/insights-store/insights-writer.ts';
import {
  batchesOf,
  countOf,
  insightsOf,
  partOf,
  runIdOf,
  runRecord,
  type StoreRig,
  scoredRow,
  startStoreRig,
  writeRun,
} from './store-rig.ts';

let rig: StoreRig;
let next = 1;
beforeAll(async () => {
  rig = await startStoreRig();
});
afterAll(() => rig.close());

const rows = [scoredRow('a'), scoredRow('b')];
const retaining = (keptRuns: number, client = rig.dataApi) => createInsightsWriter(client, { keptRuns });

async function published(count: number): Promise<string[]> {
  const runs = Array.from({ length: count }, () => runIdOf(next++));
  for (const runId of runs) {
    await writeRun(rig.writer, runId, rows);
    await rig.writer.writeDocument(runId, 'survival', {});
    await rig.writer.publish(runRecord(runId), 2);
  }
  return runs;
}

/** As if all of them had been published two days ago. */
const age = () => rig.execute('UPDATE runs SET published_at = published_at - INTERVAL 2 DAY');

/** Where anything is left of a run. */
async function traces(runId: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of ['runs', 'kpis', 'segment_insights', 'run_documents', 'predictions']) {
    const { records } = await rig.execute(`SELECT COUNT(*) FROM ${table} WHERE run_id = '${runId}'`);
    if (records?.[0]?.[0]?.longValue !== 0) found.push(table);
  }
  const { records } = await rig.execute('SHOW CREATE TABLE predictions');
  const name = runId.replace('-', '_');
  if (records?.[0]?.[1]?.stringValue?.includes(name)) found.push('partition');
  const tables = await rig.execute(`SHOW TABLES LIKE '%${name}'`);
  if (tables.records?.length !== 0) found.push('staging');
  return found;
}

const WHOLE = ['runs', 'kpis', 'segment_insights', 'run_documents', 'predictions', 'partition'];

beforeEach(async () => {
  await published(2);
  await age();
  await retaining(2).applyRetention();
});

test('the newest runs stay whole, of the others nothing is left, and a second time nothing is done', async () => {
  const old = await published(2);
  const unfinished = runIdOf(next++);
  await rig.writer.beginRun(runRecord(unfinished));
  await rig.writer.writePart(partOf(unfinished, 1), batchesOf(rows));
  const kept = await published(3);
  await age();
  const dropped = await retaining(3).applyRetention();
  expect(dropped).toHaveLength(2 + 2 + 1);
  expect(dropped.slice(2)).toEqual([...old, unfinished]);
  for (const runId of dropped) expect(await traces(runId)).toEqual([]);
  for (const runId of kept) expect(await traces(runId)).toEqual(WHOLE);
  expect(await retaining(3).applyRetention()).toEqual([]);
  await expect(rig.reader.run(old[0]!)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  expect((await rig.reader.publishedRun()).runId).toBe(kept[2]);
});

test('the published run, the one before it and those of the last day stay, however few are to be kept', async () => {
  const old = await published(1);
  await age();
  const young = await published(3);
  expect(await retaining(0).applyRetention()).not.toContain(young[0]);
  await age();
  expect(await retaining(0).applyRetention()).toEqual([young[0]]);
  expect(await traces(old[0]!)).toEqual([]);
  expect(await traces(young[1]!)).toEqual(WHOLE);
  expect(await traces(young[2]!)).toEqual(WHOLE);
});

test('a run is hidden before its rows go, and what an attempt left is dropped by the next', async () => {
  const [old] = await published(1);
  const kept = await published(2);
  await age();
  const broken: DataApiClient = {
    ...rig.dataApi,
    define: async (sql) => {
      if (sql.includes('DROP PARTITION')) throw new Error('the database went away');
      await rig.dataApi.define(sql);
    },
  };
  await expect(retaining(2, broken).applyRetention()).rejects.toThrow('went away');
  const [oldest] = await runsWithPartitions();
  await expect(rig.reader.run(oldest!)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  expect(await traces(oldest!)).toEqual(['predictions', 'partition']);
  expect(await retaining(2).applyRetention()).toEqual(expect.arrayContaining([oldest, old]));
  expect(await runsWithPartitions()).toEqual(kept);
  expect(await countOf(rig, kept[0]!)).toBe(2);
  expect(await rig.reader.totals(kept[0]!)).toEqual(insightsOf(2).total);
});

async function runsWithPartitions(): Promise<string[]> {
  const { records } = await rig.execute(
    "SELECT PARTITION_NAME FROM information_schema.PARTITIONS WHERE TABLE_NAME = 'predictions'",
  );
  const names = (records ?? []).map(([name]) => name?.stringValue ?? '');
  return names
    .filter((name) => name !== 'no_run')
    .map((name) => name.slice(1).replace('_', '-'))
    .sort();
}
