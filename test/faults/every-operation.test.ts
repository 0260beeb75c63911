import { beforeAll, describe, expect, it, vi } from 'vitest';
import { cleanCustomersKey, qualityKey } from '#core/lake/keys.ts';
import type { RunStatus } from '#core/lake/run-status.ts';
import { createFaultyLake, type FaultyLake } from './support/faulty-lake.ts';
import { FAULT_KINDS, type Fault } from './support/sabotage.ts';
import { publishedLake, smallCsv } from './support/small-base.ts';
import { createReader } from './support/whole-things.ts';

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.CODE_VERSION = 'test';
});
vi.mock('#core/training/train-champion.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('#core/training/train-champion.ts')>();
  const { trainingOnce } = await import('./support/quick-training.ts');
  return { ...original, trainChampion: trainingOnce(original.trainChampion) };
});

let published: FaultyLake;
let operations: readonly string[];

beforeAll(async () => {
  published = await publishedLake();
  operations = (await secondRun()).operations;
});

/** A second upload, whose run meets the fault, after all events were delivered. */
async function secondRun(fault?: Fault): Promise<FaultyLake> {
  const lake = createFaultyLake({ like: published, ...(fault === undefined ? {} : { fault }) });
  await lake.upload('second.csv', smallCsv(2));
  await lake.cloud.settle();
  return lake;
}

async function lastRun(lake: FaultyLake): Promise<RunStatus | undefined> {
  return (await lake.runs()).at(-1);
}

/** Why the lake is not as it should be when a run has ended well. */
async function faultsOf(lake: FaultyLake): Promise<string[]> {
  const run = await lastRun(lake);
  const isPublished =
    run?.state === 'published' &&
    run.failure === null &&
    lake.insights.published.at(-1) === run.runId &&
    lake.insights.rows.get(run.runId)?.size === run.customers;
  return [
    ...lake.sights,
    ...(isPublished ? [] : [`the run ends as ${run?.state}: ${JSON.stringify(run?.failure)}`]),
    ...lake.cloud.deadLetters.map(({ stage, key }) => `${key} is a dead letter of ${stage}`),
  ];
}

describe('the reader', () => {
  it.each([
    /^snapshots\/.*\.csv$/,
    /clean_customers\.csv$/,
    /rejected\.csv$/,
    /customer_features\.csv$/,
    /model\.onnx$/,
    /explainer\.json$/,
    /metadata\.json$/,
  ])('misses what is not there: %s', (missing) => {
    const { objects } = createFaultyLake({ like: published }).store;
    expect(createReader(objects, published.insights)()).toEqual([]);
    for (const key of [...objects.keys()].filter((name) => missing.test(name))) objects.delete(key);
    expect(createReader(objects, published.insights)()).not.toEqual([]);
  });

  it('misses the end of a file, a row of the published run, and sees that a thing has changed', async () => {
    const lake = createFaultyLake({ like: published });
    const [run] = await lake.runs();
    const look = createReader(lake.store.objects, lake.insights);
    expect(look()).toEqual([]);
    lake.insights.rows.get(run!.runId)?.delete([...lake.insights.rows.get(run!.runId)!.keys()][0]!);
    expect(look()).toEqual([expect.stringContaining('is published with')]);
    const key = cleanCustomersKey(run!.runId);
    const text = await lake.store.readText(key);
    await lake.store.write(key, text.slice(0, text.length / 2), { contentType: 'text/csv' });
    await lake.store.write(qualityKey(run!.runId), '{}', { contentType: 'application/json' });
    expect(look().join()).toMatch(/quality.json cannot be read.*quality.json has changed/s);
  });
});

describe('every operation of every stage', () => {
  // To die before an operation is to die after the one before it.
  it.each(FAULT_KINDS.filter((kind) => kind !== 'dies before'))(
    '%s, once, and the run ends published and whole all the same',
    async (kind) => {
      expect(operations.length).toBeGreaterThan(50);
      const faults: string[] = [];
      for (const [at, operation] of operations.entries()) {
        const found = await faultsOf(await secondRun({ at, kind }));
        faults.push(...found.map((fault) => `${at} ${operation}: ${fault}`));
      }
      expect(faults).toEqual([]);
    },
    60_000,
  );

  it.each(['fails before', 'dies after'] as const)(
    '%s, as often as it is tried: the run says where and why, what was published stays, and the file once more ends well',
    async (kind) => {
      const faults: string[] = [];
      let failedParts = 0;
      // A stage is tried twice, a step of scoring three times.
      const firstStep = operations.findIndex((name) => name.startsWith('start execution')) + 1;
      for (const [at, operation] of operations.entries()) {
        const lake = await secondRun({ at, kind, times: at < firstStep ? 2 : 3 });
        const run = await lastRun(lake);
        if (/^Scoring of part [12] was given up/.test(run?.failure?.message ?? '')) failedParts++;
        const isClear = run?.state === 'published' || run === undefined || isToldOf(run);
        if (!isClear) faults.push(`${at} ${operation}: ends as ${JSON.stringify(run)}`);
        await lake.upload('again.csv', smallCsv(2));
        await lake.cloud.settle();
        lake.cloud.deadLetters.length = 0;
        faults.push(...(await faultsOf(lake)).map((fault) => `${at} ${operation}, again: ${fault}`));
      }
      expect(faults).toEqual([]);
      expect(failedParts).toBeGreaterThan(10);
    },
    60_000,
  );
});

function isToldOf({ state, failure }: RunStatus): boolean {
  return state === 'failed' && /injected at|given up/.test(failure?.message ?? '');
}
