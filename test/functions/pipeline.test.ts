import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { modelMetadataSchema } from '#core/lake/documents.ts';
import {
  cleanCustomersKey,
  modelMetadataKey,
  modelVersionOf,
  profileKey,
  qualityKey,
} from '#core/lake/keys.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { createLake } from '../support/lake.ts';
import { sampleCsv } from '../support/sample-csv.ts';

process.env.CODE_VERSION = 'test';

/** The same file with every label blank. */
function unlabelled(csv: string): string {
  return csv
    .split('\n')
    .map((line, index) => (index === 0 ? line : line.replace(/,[^,]*$/, ',')))
    .join('\n');
}

const lake = createLake();
let runId = '';

beforeAll(async () => {
  await lake.put('raw/base.csv', sampleCsv(800, 5));
  runId = await lake.ingest('raw/base.csv');
  await lake.clean(runId);
  await lake.features(runId);
  await lake.train(runId);
  await lake.score();
});

describe('the stages', () => {
  it('bring a run from received to published', async () => {
    const status = await lake.ledger.find(runId);
    expect(status).toMatchObject({ state: 'published', failure: null, modelVersion: modelVersionOf(runId) });
    expect(lake.insights.published).toEqual([runId]);
    expect(lake.insights.rows.get(runId)?.size).toBe(status?.customers);
  });

  it('keep the schema and the seed with the model, so that it can be made again', async () => {
    const metadata = await readJson(lake.store, modelMetadataKey(modelVersionOf(runId)), modelMetadataSchema);
    expect(metadata).toMatchObject({ runId, codeVersion: 'test', schema: { id: 'customerID' } });
    expect(metadata.candidates.map(({ algorithm }) => algorithm).sort()).toEqual([
      'gradient-boosting',
      'gradient-boosting',
      'logistic-regression',
      'random-forest',
    ]);
  });

  it('do nothing again when an event comes twice', async () => {
    const before = new Map(
      [...lake.store.objects].map(([key, bytes]) => [key, Buffer.from(bytes).toString('base64')]),
    );
    await lake.ingest('raw/base.csv');
    await lake.clean(runId);
    await lake.features(runId);
    await lake.score();
    const after = new Map(
      [...lake.store.objects].map(([key, bytes]) => [key, Buffer.from(bytes).toString('base64')]),
    );
    expect(after).toEqual(before);
    expect(lake.insights.published).toEqual([runId]);
  });

  it('write the events of a failed run again when the file comes again, and the run goes on', async () => {
    const second = createLake();
    await second.put('raw/b.csv', sampleCsv(800, 6));
    const run = await second.ingest('raw/b.csv');
    await second.clean(run);
    await second.features(run);
    const failure = { stage: 'train', code: 'X', message: 'killed', retryable: true } as const;
    await second.ledger.fail(run, failure);
    await second.ledger.fail(run, failure);
    second.store.objects.delete(profileKey(run));
    await second.clean(run);
    expect((await second.ledger.find(run))?.state).toBe('failed');
    await second.features(run);
    expect(await second.store.head(profileKey(run))).toBeDefined();
  });

  it('score a base without labels by the model that stands', async () => {
    await lake.put('raw/unlabelled.csv', unlabelled(sampleCsv(400, 8)));
    const run = await lake.ingest('raw/unlabelled.csv', '2026-11-22T10:00:00Z');
    await lake.clean(run);
    await lake.features(run);
    await lake.train(run);
    await lake.score();
    expect(await lake.ledger.find(run)).toMatchObject({
      state: 'published',
      modelVersion: modelVersionOf(runId),
    });
    expect(lake.insights.insights.get(run)?.total.leftCustomers).toBe(0);
  });

  it('let a newer run pass an older one whose training ends later', async () => {
    const racing = createLake();
    await racing.put('raw/old.csv', sampleCsv(600, 11));
    await racing.put('raw/new.csv', sampleCsv(600, 12));
    const older = await racing.ingest('raw/old.csv', '2026-11-22T09:00:00Z');
    const newer = await racing.ingest('raw/new.csv', '2026-11-22T09:00:01Z');
    for (const run of [newer, older]) {
      await racing.clean(run);
      await racing.features(run);
      await racing.train(run);
    }
    await racing.score();
    expect((await racing.ledger.find(older))?.state).toBe('superseded');
    expect((await racing.ledger.find(newer))?.state).toBe('published');
  });
});

describe('a stage that cannot do its work', () => {
  it('leaves no object that the next stage could take for whole', async () => {
    const broken = createLake();
    await broken.put('raw/x.csv', 'customerID,tenure\nA,1\n');
    const run = await broken.ingest('raw/x.csv');
    await expect(broken.clean(run)).rejects.toMatchObject({ code: 'HEADER_MISSING_COLUMNS' });
    expect(await broken.store.head(qualityKey(run))).toBeUndefined();
    expect(await broken.store.head(cleanCustomersKey(run))).toBeUndefined();
  });

  it('says what is lacking when there are no labels and no model yet', async () => {
    const first = createLake();
    await first.put('raw/u.csv', unlabelled(sampleCsv(200, 9)));
    const run = await first.ingest('raw/u.csv');
    await first.clean(run);
    await first.features(run);
    await expect(first.train(run)).rejects.toMatchObject({ code: 'NO_LABELLED_ROWS' });
  });
});

describe('an upload of another form', () => {
  it('gives the same clean file as the plain one', async () => {
    const text = sampleCsv(60, 9);
    const cleanFiles = await Promise.all(
      [Buffer.from(text), gzipSync(text)].map(async (body) => {
        const own = createLake();
        await own.put('raw/base', body);
        const run = await own.ingest('raw/base');
        await own.clean(run);
        return own.store.readText(cleanCustomersKey(run));
      }),
    );
    expect(cleanFiles[1]).toBe(cleanFiles[0]);
  });
});
