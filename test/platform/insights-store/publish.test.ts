import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  batchesOf,
  insightsOf,
  modelMetadata,
  partOf,
  runIdOf,
  runRecord,
  type StoreRig,
  scoredRow,
  startStoreRig,
  writeRows,
  writeRun,
} from './store-rig.ts';

let rig: StoreRig;
beforeAll(async () => {
  rig = await startStoreRig();
});
afterAll(() => rig.close());

const rowsOf = (count: number, prefix = 'c') =>
  Array.from({ length: count }, (_, index) => scoredRow(`${prefix}${String(index).padStart(6, '0')}`));

test('before the first run there is none', async () => {
  await expect(rig.reader.publishedRun()).rejects.toMatchObject({ code: 'NO_PUBLISHED_RUN' });
  await expect(rig.reader.run(runIdOf(1))).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  await expect(rig.reader.totals(runIdOf(1))).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  await expect(rig.reader.model('none')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
});

test('a run is seen once it is published, and publishing again changes nothing', async () => {
  const runId = runIdOf(10);
  await writeRun(rig.writer, runId, rowsOf(3));
  await expect(rig.reader.publishedRun()).rejects.toMatchObject({ code: 'NO_PUBLISHED_RUN' });
  await expect(rig.reader.run(runId)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  expect(await rig.writer.publish(runRecord(runId), 3)).toBe('published');
  const published = await rig.reader.publishedRun();
  expect(published).toEqual({ ...runRecord(runId), customers: 3, publishedAt: expect.any(String) });
  expect(Math.abs(Date.now() - Date.parse(published.publishedAt))).toBeLessThan(600_000);
  await writeRun(rig.writer, runId, rowsOf(3));
  expect(await rig.writer.publish(runRecord(runId), 3)).toBe('published');
  expect(await rig.reader.publishedRun()).toEqual(published);
  expect(await rig.reader.totals(runId)).toEqual(insightsOf(3).total);
});

test('a published run does not take the rows of another model', async () => {
  const other = { ...runRecord(runIdOf(10)), modelVersion: 'm-other' };
  await expect(rig.writer.beginRun(other)).rejects.toMatchObject({ code: 'RUN_ALREADY_PUBLISHED' });
  expect((await rig.reader.run(runIdOf(10))).modelVersion).toBe(`m-${runIdOf(10)}`);
});

test('a count that is off, a run without totals and a name that is no run id are refused', async () => {
  const runId = runIdOf(11);
  await writeRows(rig.writer, runRecord(runId), rowsOf(5));
  await expect(rig.writer.publish(runRecord(runId), 5)).rejects.toMatchObject({ code: 'RUN_INCOMPLETE' });
  await rig.writer.writeInsights(runId, insightsOf(5));
  for (const count of [4, 6, 0]) {
    await expect(rig.writer.publish(runRecord(runId), count)).rejects.toMatchObject({
      code: 'ROW_COUNT_MISMATCH',
    });
  }
  await expect(rig.writer.publish(runRecord(runIdOf(12)), 0)).rejects.toMatchObject({
    code: 'RUN_INCOMPLETE',
  });
  await expect(rig.writer.beginRun(runRecord("x'); DROP TABLE runs"))).rejects.toMatchObject({
    code: 'RUN_ID_INVALID',
  });
  expect((await rig.reader.publishedRun()).runId).toBe(runIdOf(10));
});

test('an older run never takes the place of a newer one', async () => {
  await writeRun(rig.writer, runIdOf(9), rowsOf(2));
  expect(await rig.writer.publish(runRecord(runIdOf(9)), 2)).toBe('superseded');
  expect((await rig.reader.publishedRun()).runId).toBe(runIdOf(10));
  await expect(rig.reader.run(runIdOf(9))).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
});

test('two that begin and write the same run at once make one whole run', async () => {
  const runId = runIdOf(13);
  await Promise.all([1, 2, 3].map(() => writeRun(rig.writer, runId, rowsOf(4_000))));
  expect(await Promise.all([1, 2].map(() => rig.writer.publish(runRecord(runId), 4_000)))).toEqual([
    'published',
    'published',
  ]);
  expect(await rig.reader.segments(runId, 'Contract')).toEqual(insightsOf(4_000).segments);
});

test('a later attempt replaces the rows and the segments of an earlier one', async () => {
  const runId = runIdOf(14);
  const modelVersion = 'm-first';
  await rig.writer.beginRun({ ...runRecord(runId), modelVersion });
  const first = scoredRow('a', { churnProbability: 0.9, segments: { Contract: 'old' } });
  await rig.writer.writePart({ ...partOf(runId, 1), modelVersion }, batchesOf([first]));
  const old = insightsOf(1).segments.map((segment) => ({ ...segment, segment: 'old' }));
  await rig.writer.writeInsights(runId, { ...insightsOf(1), segments: old });
  await writeRun(rig.writer, runId, [scoredRow('a')]);
  expect(await rig.writer.publish(runRecord(runId), 1)).toBe('published');
  expect(await rig.reader.customer(runId, 'a')).toEqual(scoredRow('a'));
  expect(await rig.reader.segments(runId, 'Contract')).toEqual(insightsOf(1).segments);
  expect((await rig.reader.run(runId)).modelVersion).toBe(`m-${runId}`);
});

test('a reader sees whole runs only, while four are written and published side by side', async () => {
  const runs = [21, 22, 23, 24];
  const seen = new Set<string>();
  let isWriting = true;
  const poll = async () => {
    while (isWriting) {
      const { runId, customers } = await rig.reader.publishedRun();
      const totals = await rig.reader.totals(runId);
      const [segment] = await rig.reader.segments(runId, 'Contract');
      const rows = await rig.execute('SELECT COUNT(*) FROM predictions WHERE run_id = :runId', {
        parameters: [{ name: 'runId', value: { stringValue: runId } }],
      });
      expect([totals.customers, segment?.customers, rows.records?.[0]?.[0]?.longValue]).toEqual([
        customers,
        customers,
        customers,
      ]);
      seen.add(runId);
    }
  };
  const pollers = [poll(), poll()];
  const outcomes = await Promise.all(
    runs.map(async (number) => {
      const rows = rowsOf(2_000 + number, `r${number}-`);
      await writeRun(rig.writer, runIdOf(number), rows);
      return rig.writer.publish(runRecord(runIdOf(number)), rows.length);
    }),
  );
  isWriting = false;
  await Promise.all(pollers);
  expect(outcomes[3]).toBe('published');
  expect((await rig.reader.publishedRun()).runId).toBe(runIdOf(24));
  expect(seen.size).toBeGreaterThan(0);
});

test('a run survives kill -9 of the database in the middle', async () => {
  const runId = runIdOf(30);
  const rows = rowsOf(12_000);
  const [[pidFile] = []] = (await rig.execute('SELECT @@pid_file')).records ?? [];
  const pid = Number(await readFile(pidFile?.stringValue ?? '', 'utf8'));
  await rig.writer.beginRun(runRecord(runId));
  await rig.writer.writePart(partOf(runId, 1), batchesOf(rows.slice(0, 2_000)));
  const writing = rig.writer.writePart(partOf(runId, 2), batchesOf(rows.slice(2_000)));
  await sleep(15);
  process.kill(pid, 'SIGKILL');
  await writing;
  await rig.writer.sealRun(runRecord(runId), rows.length);
  await rig.writer.writeInsights(runId, insightsOf(rows.length));
  expect(await rig.writer.publish(runRecord(runId), rows.length)).toBe('published');
  expect((await rig.reader.publishedRun()).customers).toBe(12_000);
});

test("a model's metadata reads back as it was, however long", async () => {
  const small = modelMetadata('m-small');
  const roc = Array.from({ length: 9_000 }, (_, index): [number, number] => [
    index / 9_000,
    Math.sqrt(index),
  ]);
  const large = modelMetadata('m-large', {
    curves: { ...small.curves, roc },
    chosen: { name: 'é😀"\\', reason: '</script>' },
  });
  for (const metadata of [small, large, { ...small, codeVersion: 'newer' }]) {
    await rig.writer.writeModel(metadata);
    expect(await rig.reader.model(metadata.modelVersion)).toEqual(metadata);
  }
});
