import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDataApiClient } from '#platform/insights-store/data-api-client.ts';
import type { RunRecord } from '#platform/insights-store/insights-store.ts';
import {
  partitionOf,
  runOfStagingTable,
  stagingDefinitionOf,
  stagingTableOf,
} from '#platform/insights-store/staging-table.ts';
import { changeTable, keyCountOf } from '#platform/insights-store/table-changes.ts';
import {
  batchesOf,
  clusterTarget,
  countOf,
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
beforeAll(async () => {
  rig = await startStoreRig();
});
afterAll(() => rig.close());

const rows = Array.from({ length: 300 }, (_, index) => scoredRow(`c${index}`));
const stagingTables = async () =>
  (await rig.execute("SHOW TABLES LIKE 'staging%'")).records?.map(([name]) => name?.stringValue);

async function begun(number: number): Promise<string> {
  const runId = runIdOf(number);
  await rig.writer.beginRun(runRecord(runId));
  await rig.writer.writePart(partOf(runId, 1), batchesOf(rows));
  return runId;
}

test('parts written side by side, some of them twice, are one run', async () => {
  const runId = runIdOf(1);
  await rig.writer.beginRun(runRecord(runId));
  const parts = [rows.slice(0, 100), rows.slice(100, 200), rows.slice(200), rows.slice(0, 100)];
  const counts = parts.map((part, index) =>
    rig.writer.writePart(partOf(runId, (index % 3) + 1), batchesOf(part, 30)),
  );
  expect(await Promise.all(counts)).toEqual([100, 100, 100, 100]);
  expect(await countOf(rig, runId)).toBe(0);
  await expect(rig.writer.sealRun(runRecord(runId), 299)).rejects.toMatchObject({
    code: 'ROW_COUNT_MISMATCH',
  });
  await Promise.all([1, 2, 3].map(() => rig.writer.sealRun(runRecord(runId), 300)));
  expect(await countOf(rig, runId)).toBe(300);
  expect(await stagingTables()).toEqual([]);
  await expect(rig.writer.sealRun(runRecord(runId), 299)).rejects.toMatchObject({
    code: 'ROW_COUNT_MISMATCH',
  });
});

test('a sealed run takes its parts again and stays as it is', async () => {
  const runId = runIdOf(1);
  await rig.writer.beginRun(runRecord(runId));
  expect(await rig.writer.writePart(partOf(runId, 1), batchesOf([scoredRow('other')]))).toBe(1);
  await rig.writer.sealRun(runRecord(runId), 300);
  expect(await countOf(rig, runId)).toBe(300);
  expect(await stagingTables()).toEqual([]);
});

test('an attempt whose table another sealed meanwhile ends well', async () => {
  const runId = runIdOf(2);
  await rig.writer.beginRun(runRecord(runId));
  const late = async function* () {
    yield* batchesOf(rows);
    await writeRows(rig.writer, runRecord(runId), rows);
    yield* batchesOf(rows);
  };
  expect(await rig.writer.writePart(partOf(runId, 1), late())).toBe(600);
  await rig.writer.sealRun(runRecord(runId), 300);
  expect(await countOf(rig, runId)).toBe(300);
});

test.each([
  ['before the keys', 3, []],
  ['after the keys', 4, ['keys']],
  ['after the exchange', 5, ['keys', 'exchange']],
  ['after an exchange that was undone', 6, ['keys', 'exchange', 'exchange']],
] as const)('an attempt that ended %s is taken up', async (_when, number, steps) => {
  const runId = await begun(number);
  const [staging, partition] = [stagingTableOf(runRecord(runId)), partitionOf(runId)];
  await rig.execute(`ALTER TABLE predictions ADD PARTITION (PARTITION ${partition} VALUES IN ('${runId}'))`);
  for (const step of steps) {
    const [definition] = (await rig.execute('SHOW CREATE TABLE predictions')).records ?? [];
    const { keys } = stagingDefinitionOf(definition?.[1]?.stringValue ?? '', runRecord(runId));
    if (step === 'keys') await rig.execute(`ALTER TABLE ${staging} ADD ${keys.join(', ADD ')}`);
    else await rig.execute(`ALTER TABLE predictions EXCHANGE PARTITION ${partition} WITH TABLE ${staging}`);
  }
  await rig.writer.sealRun(runRecord(runId), 300);
  expect(await countOf(rig, runId)).toBe(300);
  expect(await stagingTables()).toEqual([]);
});

test("another model's rows take the place of sealed ones, unless they are published", async () => {
  const runId = runIdOf(7);
  await writeRows(rig.writer, runRecord(runId), rows);
  const other = { ...runRecord(runId), modelVersion: 'm-other' };
  await writeRows(rig.writer, other, [scoredRow('new'), scoredRow('other')]);
  expect(await countOf(rig, runId)).toBe(2);
  await rig.writer.writeInsights(runId, insightsOf(2));
  await rig.writer.publish(other, 2);
  await expect(rig.writer.beginRun(runRecord(runId))).rejects.toMatchObject({
    code: 'RUN_ALREADY_PUBLISHED',
  });
});

test('two models at once on one run: their rows never mix, and only the one that began last is published', async () => {
  const runId = runIdOf(40);
  const [first, second] = [runRecord(runId), { ...runRecord(runId), modelVersion: 'm-second' }];
  const rowsOf = (churnProbability: number) => rows.map((row) => ({ ...row, churnProbability }));
  const part = ({ modelVersion }: RunRecord, number: number) => ({ runId, modelVersion, part: number });
  await rig.writer.beginRun(first);
  await rig.writer.writePart(part(first, 1), batchesOf(rowsOf(0.1).slice(0, 150)));
  await rig.writer.beginRun(second);
  await rig.writer.writePart(part(second, 1), batchesOf(rowsOf(0.2).slice(0, 150)));
  await rig.writer.writePart(part(second, 2), batchesOf(rowsOf(0.2).slice(150)));
  await rig.writer.writePart(part(first, 1), batchesOf(rowsOf(0.1).slice(0, 150)));
  await rig.writer.writePart(part(first, 2), batchesOf(rowsOf(0.1).slice(150)));
  await expect(rig.writer.sealRun(first, 300)).rejects.toMatchObject({
    code: 'RUN_TAKEN_OVER',
    message: expect.stringContaining('m-second'),
  });
  await rig.writer.sealRun(second, 300);
  await rig.writer.writeInsights(runId, insightsOf(300));
  await expect(rig.writer.publish(first, 300)).rejects.toMatchObject({ code: 'RUN_TAKEN_OVER' });
  expect(await rig.writer.publish(second, 300)).toBe('published');
  const { records } = await rig.execute(
    `SELECT DISTINCT churn_probability FROM predictions WHERE run_id = '${runId}'`,
  );
  expect(records?.map(([value]) => value?.doubleValue)).toEqual([0.2]);
});

test('a run that was not begun cannot be written or sealed', async () => {
  const runId = runIdOf(8);
  await expect(rig.writer.sealRun(runRecord(runId), 0)).rejects.toMatchObject({ code: 'RUN_INCOMPLETE' });
  const write = rig.writer.writePart(partOf(runId, 1), batchesOf([scoredRow('a')]));
  await expect(write).rejects.toMatchObject({ code: 'DATABASE_ERROR' });
});

test('a change that takes longer than a call may is waited for; one that fails is not', async () => {
  await rig.execute('CREATE TABLE slow (id INT PRIMARY KEY, other INT)');
  await rig.execute('INSERT INTO slow SELECT seq, seq FROM seq_1_to_200000');
  const { client } = await rig.startApi({ statementTimeoutMs: 40 });
  const { define } = createDataApiClient({ ...clusterTarget, client });
  const hasty = { ...rig.dataApi, define };
  const change = {
    sql: 'ALTER TABLE slow ADD KEY by_other (other), ADD COLUMN wide CHAR(200) NOT NULL, ALGORITHM = COPY',
    table: 'slow',
    isMade: async () => (await keyCountOf(rig.dataApi, 'slow')) === 1,
  };
  await changeTable(hasty, change);
  expect(await keyCountOf(rig.dataApi, 'slow')).toBe(1);
  const wrong = {
    ...change,
    sql: 'ALTER TABLE slow ADD KEY by_nothing (nothing)',
    isMade: async () => false,
  };
  await expect(changeTable(hasty, wrong)).rejects.toMatchObject({ code: 'DATABASE_ERROR' });
});

test('staging tables are told from all others by their names', () => {
  const runId = runIdOf(9);
  expect(runOfStagingTable(stagingTableOf(runRecord(runId)))).toBe(runId);
  expect(runOfStagingTable(`staging_${partitionOf(runId)}`)).toBe(runId);
  for (const table of [
    'predictions',
    'staging_x',
    `staging_r${runId}`,
    `x${stagingTableOf(runRecord(runId))}`,
  ]) {
    expect(runOfStagingTable(table)).toBeUndefined();
  }
});

test('whatever a later migration adds to predictions, a new run has it', async () => {
  await rig.execute('ALTER TABLE predictions ADD COLUMN note VARCHAR(20) NULL AFTER segments');
  await rig.execute('ALTER TABLE predictions ADD KEY by_note (run_id, note DESC), DROP KEY by_priority');
  const runId = runIdOf(20);
  await writeRows(rig.writer, runRecord(runId), rows);
  expect(await countOf(rig, runId)).toBe(300);
  const { records } = await rig.execute(
    `SELECT COUNT(*) FROM predictions FORCE INDEX (by_note) WHERE run_id = '${runId}' AND note IS NULL`,
  );
  expect(records?.[0]?.[0]?.longValue).toBe(300);
});

test('a table of before a migration is made anew, and does not hold rows', async () => {
  const runId = await begun(30);
  await rig.execute(`ALTER TABLE ${stagingTableOf(runRecord(runId))} DROP COLUMN reasons`);
  expect(await rig.writer.holdsRows(runId, runRecord(runId).modelVersion)).toBe(false);
  await writeRows(rig.writer, runRecord(runId), rows);
  expect(await countOf(rig, runId)).toBe(300);
});

test('a table with keys of before a migration is made anew; with those of today it goes on', async () => {
  const runId = await begun(32);
  const staging = stagingTableOf(runRecord(runId));
  const { modelVersion } = runRecord(runId);
  await rig.execute(`ALTER TABLE ${staging} ADD UNIQUE KEY by_customer (customer_id, run_id)`);
  expect(await rig.writer.holdsRows(runId, modelVersion)).toBe(true);
  await rig.execute(`ALTER TABLE ${staging} ADD KEY by_churn_probability (run_id, churn_probability DESC)`);
  expect(await rig.writer.holdsRows(runId, modelVersion)).toBe(false);
  await writeRows(rig.writer, runRecord(runId), rows);
  expect(await countOf(rig, runId)).toBe(300);
});

test('a customer who comes in two parts stops the run', async () => {
  const runId = await begun(31);
  await rig.writer.writePart(partOf(runId, 2), batchesOf([scoredRow('c7')]));
  await expect(rig.writer.sealRun(runRecord(runId), 301)).rejects.toMatchObject({
    code: 'DATABASE_ERROR',
    message: expect.stringContaining('Duplicate entry'),
  });
  expect(await countOf(rig, runId)).toBe(0);
});

test('a run holds the rows of the model that wrote them, staged or sealed, until they are taken away', async () => {
  const runId = runIdOf(90);
  const { modelVersion } = runRecord(runId);
  const holds = (version = modelVersion) => rig.writer.holdsRows(runId, version);
  expect(await holds()).toBe(false);
  await begun(90);
  expect([await holds(), await holds('m-other')]).toEqual([true, false]);
  await rig.execute(`DROP TABLE ${stagingTableOf(runRecord(runId))}`);
  expect(await holds()).toBe(false);
  await begun(90);
  await rig.writer.sealRun(runRecord(runId), rows.length);
  expect([await holds(), await holds('m-other')]).toEqual([true, false]);
});
