import { beforeEach, describe, expect, it } from 'vitest';
import { modelMetadataSchema } from '#core/lake/documents.ts';
import { modelCardTextKey, modelMetadataKey, modelVersionOf } from '#core/lake/keys.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { createLake } from '../support/lake.ts';
import { sampleCsv } from '../support/sample-csv.ts';

process.env.CODE_VERSION = 'test';

const quickTraining = { candidates: [{ algorithm: 'logistic-regression', inverseStrength: 1 }] };

/** A run whose features are built, under a schema with these settings of training. */
async function lakeWithFeatures(training: Readonly<Record<string, unknown>> = {}) {
  const lake = createLake();
  const schema = { ...telcoSchema, training: { ...quickTraining, ...training } };
  await lake.put('config/schema.json', JSON.stringify(schema));
  await lake.put('raw/base.csv', sampleCsv(800, 5));
  const runId = await lake.ingest('raw/base.csv');
  await lake.clean(runId);
  await lake.features(runId);
  const metadata = () => readJson(lake.store, modelMetadataKey(modelVersionOf(runId)), modelMetadataSchema);
  return { ...lake, runId, metadata };
}

let lake: Awaited<ReturnType<typeof lakeWithFeatures>>;

describe('a run that fits into the function', () => {
  it('is trained there, on everybody, and no task is started', async () => {
    lake = await lakeWithFeatures();
    await lake.train(lake.runId);
    expect(lake.startedTasks).toEqual([]);
    const metadata = await lake.metadata();
    expect(metadata.sampling).toBeUndefined();
    expect(metadata.rows.labelled).toBeGreaterThan(750);
  });
});

describe('a run that does not', () => {
  beforeEach(async () => {
    lake = await lakeWithFeatures({ taskFromRows: 500 });
  });

  it('waits for a task, which trains it as the function would', async () => {
    await lake.train(lake.runId);
    expect(lake.startedTasks).toEqual([{ runId: lake.runId, occasion: expect.any(String) }]);
    expect(await lake.ledger.find(lake.runId)).toMatchObject({ state: 'training', failure: null });
    expect(await lake.trainInTask(lake.runId)).toBe(true);
    const { candidates, onnxSha256 } = await lake.metadata();

    const other = await lakeWithFeatures();
    await other.train(other.runId);
    const inFunction = await other.metadata();
    expect(onnxSha256).toBe(inFunction.onnxSha256);
    expect(candidates[0]?.rocAuc).toEqual(inFunction.candidates[0]?.rocAuc);
    await lake.score();
    expect(await lake.ledger.find(lake.runId)).toMatchObject({ state: 'published' });
  });

  it('has one occasion for an event that comes twice, and another one when it is asked for anew', async () => {
    const arrivedAt = new Date('2026-11-22T09:00:10Z');
    for (const versionId of ['v1', 'v1', 'v2']) {
      await lake.trainOn({ key: `features/${lake.runId}/profile.json`, arrivedAt, version: { versionId } });
    }
    expect(lake.startedTasks.map(({ occasion }) => occasion)).toEqual(['v1', 'v1', 'v2']);
  });

  it('needs no second task once its model is there', async () => {
    await lake.trainInTask(lake.runId);
    const { trainedAt } = await lake.metadata();
    await lake.train(lake.runId);
    expect(lake.startedTasks).toEqual([]);
    expect((await lake.metadata()).trainedAt).toBe(trainedAt);
  });

  it('fails by the stage’s own retries where no task can be started', async () => {
    const tasks = { start: () => Promise.reject(new Error('no room')) };
    await expect(lake.train(lake.runId, { tasks })).rejects.toThrow('no room');
  });

  it('stays failed when an event comes late whose task has ended', async () => {
    const failure = { stage: 'train', code: 'STAGE_GIVEN_UP', message: 'killed', retryable: true } as const;
    await lake.train(lake.runId);
    await lake.ledger.giveUp(lake.runId, failure);
    const tasks = { start: async () => 'started before' as const };
    await lake.train(lake.runId, { tasks });
    expect(await lake.ledger.find(lake.runId)).toMatchObject({ state: 'failed', failure });
    await lake.trainInTask(lake.runId);
    expect(await lake.ledger.find(lake.runId)).toMatchObject({ failure: null, modelVersion: null });
  });
});

describe('a training task that fails', () => {
  const modelKey = () => `models/${modelVersionOf(lake.runId)}/model.onnx`;
  /** A bucket that takes the model only after so many tries. */
  function storeFailing(times: number) {
    let failures = 0;
    return {
      ...lake.store,
      write: async (...args: Parameters<typeof lake.store.write>) => {
        if (args[0] === modelKey() && failures++ < times) throw new Error('the bucket is away');
        await lake.store.write(...args);
      },
    };
  }

  beforeEach(async () => {
    lake = await lakeWithFeatures({ taskFromRows: 500 });
    await lake.train(lake.runId);
  });

  it('once is tried again, and its run goes on', async () => {
    expect(await lake.trainInTask(lake.runId, { store: storeFailing(1) })).toBe(true);
    expect(await lake.metadata()).toMatchObject({ runId: lake.runId });
    expect(await lake.ledger.find(lake.runId)).toMatchObject({ state: 'training', attempts: 1 });
  });

  it('twice fails its run, which says why', async () => {
    expect(await lake.trainInTask(lake.runId, { store: storeFailing(2) })).toBe(false);
    expect(await lake.ledger.find(lake.runId)).toMatchObject({
      ...{ state: 'failed', attempts: 2 },
      failure: { stage: 'train', message: 'the bucket is away', retryable: true },
    });
  });

  it('over its data ends the run at once, and has done its work', async () => {
    await lake.put(`features/${lake.runId}/customer_features.csv`, 'not,the,header\n');
    expect(await lake.trainInTask(lake.runId)).toBe(true);
    expect(await lake.ledger.find(lake.runId)).toMatchObject({
      ...{ state: 'failed', attempts: 1 },
      failure: { code: 'TABLE_HEADER_MISMATCH', retryable: false },
    });
  });
});

describe('a machine that cannot hold all rows', () => {
  /** 0.6 of it are planned with; 404 MiB take the process and the five numeric columns. */
  const memoryMib = (404 + 0.0686) / 0.6;

  it('trains on a sample, and the model and its card say so', async () => {
    lake = await lakeWithFeatures({ taskFromRows: 500 });
    await lake.trainInTask(lake.runId, { memoryMib });
    const { sampling, rows, candidates } = await lake.metadata();
    expect(sampling?.rows).toBeGreaterThan(300);
    expect(sampling?.rows).toBeLessThan(700);
    expect(rows).toEqual({ labelled: sampling?.rows, left: sampling?.left });
    const shareOfAll = sampling!.ofLeft / sampling!.ofRows;
    expect(Math.abs(sampling!.left - shareOfAll * sampling!.rows)).toBeLessThan(1);
    expect(candidates[0]?.calibrationInTheLarge).toBeCloseTo(1, 1);
    const card = await lake.store.readText(modelCardTextKey(modelVersionOf(lake.runId)));
    expect(card).toContain(`They are a sample: ${sampling?.reason}`);
    await lake.score();
    expect(await lake.ledger.find(lake.runId)).toMatchObject({ state: 'published' });
    expect(lake.insights.rows.get(lake.runId)?.size).toBeGreaterThan(rows.labelled);
  });

  it('fails where not even the fewest have room', async () => {
    lake = await lakeWithFeatures({ taskFromRows: 500 });
    expect(await lake.trainInTask(lake.runId, { memoryMib: 500 })).toBe(false);
    expect((await lake.ledger.find(lake.runId))?.failure).toMatchObject({
      code: 'TRAINING_MEMORY_TOO_SMALL',
    });
  });
});
