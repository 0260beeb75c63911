import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { RunBucket } from '../../../localstack/runner/follow/run-bucket.ts';
import { describeRun, type RunStatus } from '../../../localstack/runner/follow/run-status.ts';
import { uploadAndFollow } from '../../../localstack/runner/follow/upload-file.ts';
import { startS3Service } from '../../../localstack/s3/s3-service.ts';
import type { CloudContext, S3Service } from '../../../localstack/services.ts';

const BUCKET = 'lake';
const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'secret' };
let folder: string;
let s3: S3Service;
let bucket: RunBucket;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'follow-'));
  const context: CloudContext = {
    ...{ host: '127.0.0.1', region: 'us-east-1', accountId: '000000000000', credentials },
    ...{ stateDirectory: folder, log: () => {} },
  };
  s3 = await startS3Service(context, { port: 0 });
  await s3.configureBucket({ name: BUCKET, versioning: false, cors: [], notifications: [] });
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

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

function runOf(contentSha256: string, changes: Partial<RunStatus> = {}): RunStatus {
  return {
    ...{ runId: `20261122T090010Z-${contentSha256.slice(0, 8)}`, state: 'received', sourceKey: 'raw/a.csv' },
    ...{ contentSha256, failure: null, customers: null, rejectedRows: null, modelVersion: null },
    updatedAt: '2026-11-22T09:00:10.000Z',
    ...changes,
  };
}

const write = (run: RunStatus) =>
  s3.putObject(BUCKET, `runs/${run.runId}.json`, Buffer.from(JSON.stringify(run)), 'application/json');

async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(folder, `${randomBytes(4).toString('hex')}.csv`);
  await writeFile(path, content);
  return path;
}

/** Uploads, and takes the run one state on each time that the last one was told. */
async function follow(file: string, states: readonly RunStatus[], name = 'a.csv') {
  const coming = [...states];
  const told: string[] = [];
  const next = () => {
    const run = coming.shift();
    if (run !== undefined) void write(run);
  };
  const { signal } = new AbortController();
  const onChange = (run: RunStatus) => {
    told.push(describeRun(run));
    next();
  };
  const following = uploadAndFollow(bucket, file, name, { signal, onChange, repetitionPatienceMs: 300 });
  let hasBegun = false;
  const uploaded = setInterval(async () => {
    // A slow look may still be under way when the next one starts; only one of them begins the run.
    if ((await s3.getObject(BUCKET, `raw/${name}`)) === undefined || hasBegun) return;
    hasBegun = true;
    clearInterval(uploaded);
    next();
  }, 20);
  onTestFinished(() => clearInterval(uploaded));
  const outcome = await following;
  await s3.deleteObject(BUCKET, `raw/${name}`);
  return { ...outcome, told };
}

const done = { state: 'published', customers: 7043, rejectedRows: 2, modelVersion: 'm-1' };

it('tells of every change until the run is published', async () => {
  const sha = sha256('first');
  const failure = { stage: 'clean', message: 'the disk was full' };
  const states = [
    runOf(sha),
    runOf(sha, { state: 'cleaning' }),
    runOf(sha, { state: 'cleaning', failure }),
    runOf(sha, done),
  ];
  const { run, isRepetition, told } = await follow(await fileOf('first'), states);
  expect(told).toEqual([
    'received, kept as an immutable snapshot',
    'cleaning',
    'cleaning, once more after: the disk was full',
    'published: 7,043 customers, 2 rows rejected, model m-1',
  ]);
  expect(run.state).toBe('published');
  expect(isRepetition).toBe(false);
});

it('ends with the reason of a run that failed, and with a run that was superseded', async () => {
  const failure = { stage: 'clean', message: 'The file is empty.' };
  const failed = await follow(await fileOf(''), [runOf(sha256(''), { state: 'failed', failure })]);
  expect(failed.told).toEqual(['failed in clean: The file is empty.']);
  const superseded = await follow(await fileOf('old'), [runOf(sha256('old'), { state: 'superseded' })]);
  expect(superseded.told).toEqual(['superseded: a newer upload took its place']);
});

it('says of a known content that nothing was done, with the run that it had', async () => {
  const run = runOf(sha256('known'), done);
  await write(run);
  expect(await follow(await fileOf('known'), [])).toEqual({ run, isRepetition: true, told: [] });
});

it('follows a failed run that the upload sets going again', async () => {
  const sha = sha256('again');
  await write(runOf(sha, { state: 'failed', failure: { stage: 'train', message: 'no memory' } }));
  const { told, isRepetition } = await follow(await fileOf('again'), [
    runOf(sha, { state: 'training' }),
    runOf(sha, done),
  ]);
  expect(told).toEqual(['training and comparing models', expect.stringContaining('published')]);
  expect(isRepetition).toBe(false);
});

it('takes no other content’s run for its own, though its name ends the same', async () => {
  const sha = sha256('mine');
  const other = {
    ...runOf(`${sha.slice(0, 8)}${'0'.repeat(56)}`, done),
    runId: `20991231T000000Z-${sha.slice(0, 8)}`,
  };
  await write(other);
  const { run } = await follow(await fileOf('mine'), [runOf(sha, done)]);
  expect(run.contentSha256).toBe(sha);
});

it('uploads what takes more than one part, byte for byte', async () => {
  const content = randomBytes(12 * 1024 * 1024);
  const file = await fileOf(content);
  let stored: string | undefined;
  const onChange = () => {};
  const { signal } = new AbortController();
  const following = uploadAndFollow(bucket, file, 'big.csv', { signal, onChange });
  while (stored === undefined) {
    const object = await s3.getObject(BUCKET, 'raw/big.csv');
    if (object !== undefined) stored = sha256(object.body);
    await sleep(20);
  }
  await write(runOf(sha256(content), done));
  await following;
  expect(stored).toBe(sha256(content));
});

it.each<[string, string, string, RegExp]>([
  ['a file that is not there', '/nowhere/a.csv', 'a.csv', /There is no file \/nowhere\/a.csv/],
  ['a folder', tmpdir(), 'a.csv', /is not a file/],
  ['a name that begins no run', import.meta.filename, 'a.txt', /end in .csv/],
])('refuses %s', async (_name, file, name, message) => {
  const { signal } = new AbortController();
  await expect(uploadAndFollow(bucket, file, name, { signal, onChange: () => {} })).rejects.toThrow(message);
});
