import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { redriveRun } from '../../../localstack/runner/follow/redrive-run.ts';
import { RunBucket } from '../../../localstack/runner/follow/run-bucket.ts';
import type { RunStatus } from '../../../localstack/runner/follow/run-status.ts';
import { startS3Service } from '../../../localstack/s3/s3-service.ts';
import type { CloudContext, S3Service } from '../../../localstack/services.ts';

const BUCKET = 'lake';
const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'secret' };
const RUN = '20261122T090010Z-3f9a01bc';
let folder: string;
let s3: S3Service;
let bucket: RunBucket;
/** Keys whose arrival S3 told of. */
const arrivals: string[] = [];
/** What comes of the next arrival. */
let onArrival: () => Promise<void> = async () => {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redrive-'));
  const context: CloudContext = {
    ...{ host: '127.0.0.1', region: 'us-east-1', accountId: '000000000000', credentials },
    ...{ stateDirectory: folder, log: () => {} },
  };
  s3 = await startS3Service(context, { port: 0 });
  const prefixes = ['raw/', 'snapshots/', 'clean/', 'features/', 'models/'];
  const notifications = prefixes.map((prefix) => ({
    ...{ events: ['s3:ObjectCreated:*'], prefix, functionArn: 'arn:test' },
  }));
  await s3.configureBucket({ name: BUCKET, versioning: true, cors: [], notifications });
  await s3.startDelivery(async (_arn, event) => {
    arrivals.push((event as { Records: { s3: { object: { key: string } } }[] }).Records[0]!.s3.object.key);
    await onArrival();
  });
  bucket = new RunBucket({
    ...{ status: 'ready', endpoint: s3.endpoint, region: 'us-east-1', credentials, bucket: BUCKET },
    ...{ apiUrl: '', dashboardUrl: '', token: '', dataApi: null, pid: 1 },
  });
});
afterAll(async () => {
  bucket.close();
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  onArrival = async () => {};
});

const put = (key: string, value: unknown) =>
  s3.putObject(BUCKET, key, Buffer.from(JSON.stringify(value)), 'application/json');

function runThatIs(state: string, failedStage?: string, changes: Partial<RunStatus> = {}): RunStatus {
  const failure = failedStage === undefined ? null : { stage: failedStage, message: 'no memory' };
  return {
    ...{ runId: RUN, state, sourceKey: 'raw/a b.csv', contentSha256: '3f9a01bc', failure, customers: 7 },
    ...{ rejectedRows: 0, modelVersion: 'm-1', updatedAt: '2026-11-22T09:00:10.000Z' },
    ...changes,
  };
}

async function redrive(patienceMs = 5_000) {
  const lines: string[] = [];
  const say = (line: string) => lines.push(line);
  const { signal } = new AbortController();
  const options = { signal, say, onChange: () => {}, repetitionPatienceMs: patienceMs };
  const nowMs = () => Date.parse('2026-11-22T09:30:00.000Z');
  return { run: await redriveRun(bucket, RUN, { ...options, nowMs }), lines };
}

it.each([
  ['ingest', 'raw/a b.csv', 'raw/a+b.csv'],
  ['clean', `snapshots/${RUN}.json`, `snapshots/${RUN}.json`],
  ['features', `clean/${RUN}/quality.json`, `clean/${RUN}/quality.json`],
  ['train', `features/${RUN}/profile.json`, `features/${RUN}/profile.json`],
  ['score', 'models/champion.json', 'models/champion.json'],
])('wakes %s by the arrival of %s, and follows the run to its end', async (stage, key, arrival) => {
  await put(key, { runId: RUN });
  await vi.waitFor(() => expect(arrivals.at(-1)).toBe(arrival));
  const before = await s3.getObject(BUCKET, key);
  await put(`runs/${RUN}.json`, runThatIs('failed', stage));
  arrivals.length = 0;
  onArrival = () => put(`runs/${RUN}.json`, runThatIs('published'));
  const { run, lines } = await redrive();
  expect(run.state).toBe('published');
  expect(arrivals).toEqual([arrival]);
  expect((await s3.getObject(BUCKET, key))?.body).toEqual(before?.body);
  expect(lines).toEqual([
    `Run ${RUN}: failed in ${stage}: no memory`,
    `Waking ${stage} again by writing ${key} anew.`,
  ]);
});

it('asks training again where scoring failed and the champion is of a newer run', async () => {
  await put('models/champion.json', { runId: '20261123T090010Z-00000000' });
  await put(`features/${RUN}/profile.json`, {});
  await put(`runs/${RUN}.json`, runThatIs('failed', 'score'));
  onArrival = () => put(`runs/${RUN}.json`, runThatIs('superseded'));
  expect((await redrive()).run.state).toBe('superseded');
});

it('wakes the stage of a run that has said nothing for longer than any stage may take', async () => {
  await put(`features/${RUN}/profile.json`, {});
  await put(`runs/${RUN}.json`, runThatIs('training', undefined, { updatedAt: '2026-11-22T08:50:00.000Z' }));
  onArrival = () => put(`runs/${RUN}.json`, runThatIs('published'));
  expect((await redrive()).run.state).toBe('published');
});

it.each<[string, () => Promise<void>, RegExp]>([
  ['a run that is none', () => s3.deleteObject(BUCKET, `runs/${RUN}.json`), /There is no run/],
  ['a run that is published', () => put(`runs/${RUN}.json`, runThatIs('published')), /nothing to redrive/],
  [
    'a run that is under way',
    () =>
      put(`runs/${RUN}.json`, runThatIs('training', undefined, { updatedAt: '2026-11-22T09:29:00.000Z' })),
    /it is under way/,
  ],
  [
    'a run whose file is gone',
    () => put(`runs/${RUN}.json`, runThatIs('failed', 'ingest', { sourceKey: 'raw/gone.csv' })),
    /raw\/gone.csv is not there any more: upload the file again/,
  ],
  [
    'a stage that does not begin',
    () => put(`runs/${RUN}.json`, runThatIs('failed', 'train')),
    /Nothing came of it/,
  ],
])('refuses %s with a clear word', async (_name, prepare, message) => {
  await prepare();
  await expect(redrive(300)).rejects.toThrow(message);
});
