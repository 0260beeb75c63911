import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { clean } from '../../functions/clean/clean.ts';
import { features } from '../../functions/features/features.ts';
import { ingest } from '../../functions/ingest/ingest.ts';
import { startS3Service } from '../../localstack/s3/s3-service.ts';
import type { CloudContext, S3Service } from '../../localstack/services.ts';
import {
  type FaultProxy,
  type ProxiedRequest,
  type ProxyFault,
  startFaultProxy,
} from './support/fault-proxy.ts';
import { smallCsv } from './support/small-base.ts';

const BUCKET = 'lake';
const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'secret' };
const UNAVAILABLE: ProxyFault = {
  kind: 'answer',
  status: 503,
  type: 'ServiceUnavailable',
  body: '<Error><Code>ServiceUnavailable</Code><Message>Please try again.</Message></Error>',
};
const ARRIVAL = { arrivedAt: new Date('2026-11-22T09:00:10Z'), version: {} };

let folder: string;
let s3: S3Service;
let proxy: FaultProxy;
/** Through the proxy, and past it. */
let faulty: ObjectStore;
let direct: ObjectStore;
let uploads = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  const context: CloudContext = {
    ...{ host: '127.0.0.1', region: 'us-east-1', accountId: '000000000000', credentials },
    ...{ stateDirectory: folder, log: () => {} },
  };
  s3 = await startS3Service(context, { port: 0 });
  await s3.configureBucket({ name: BUCKET, versioning: true, cors: [], notifications: [] });
  proxy = await startFaultProxy(s3.endpoint);
  faulty = createS3ObjectStore(BUCKET, clientOf(proxy.endpoint));
  direct = createS3ObjectStore(BUCKET, clientOf(s3.endpoint));
});
afterAll(async () => {
  await proxy.close();
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  proxy.faultOf = () => undefined;
});

function clientOf(endpoint: string): S3Client {
  return new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
}

/** Uploads a new file past the proxy; gives its key and text. */
async function upload() {
  const csv = smallCsv(100 + uploads++);
  const key = `raw/${uploads}.csv`;
  await direct.write(key, csv, { contentType: 'text/csv' });
  return { key, csv };
}

async function ingestVia(store: ObjectStore, key: string): Promise<string> {
  let runId = '';
  const told = (id: string) => {
    runId = id;
  };
  await ingest({ store, ledger: createRunLedger(store) }, { key, ...ARRIVAL }, told);
  return runId;
}

const cleanVia = (store: ObjectStore, runId: string) =>
  clean({ store, ledger: createRunLedger(store) }, { key: `snapshots/${runId}.json`, ...ARRIVAL }, () => {});
const featuresVia = (store: ObjectStore, runId: string) =>
  features(
    { store, ledger: createRunLedger(store) },
    { key: `clean/${runId}/quality.json`, ...ARRIVAL },
    () => {},
  );

/** The first request of each kind meets the fault; `which` says of what kinds. */
function once(fault: ProxyFault, which: (request: ProxiedRequest) => boolean = () => true) {
  const met = new Set<string>();
  return (request: ProxiedRequest) => {
    const name = `${request.method} ${request.path}`;
    if (!which(request) || met.has(name)) return undefined;
    met.add(name);
    return fault;
  };
}

describe('S3 that does not answer as it should', () => {
  it.each<[string, ProxyFault]>([
    ['503', UNAVAILABLE],
    ['nothing, the connection cut before the request', { kind: 'cut before' }],
    ['nothing, the connection cut in the middle of the request', { kind: 'cut in the request' }],
  ])('is asked again: %s at the first time of each request', async (_name, fault) => {
    const { key, csv } = await upload();
    proxy.faultOf = once(fault);
    const runId = await ingestVia(faulty, key);
    await cleanVia(faulty, runId);
    await featuresVia(faulty, runId);
    expect(await direct.readText(`snapshots/${runId}.csv`)).toBe(csv);
    expect(await direct.head(`features/${runId}/profile.json`)).toBeDefined();
  });

  it('is read to the end, however slowly it answers', async () => {
    const { key } = await upload();
    proxy.faultOf = () => ({ kind: 'slow' });
    const runId = await ingestVia(faulty, key);
    await cleanVia(faulty, runId);
    proxy.faultOf = () => undefined;
    const slow = await direct.readText(`clean/${runId}/clean_customers.csv`);
    expect(slow.trimEnd().split('\n').length).toBeGreaterThan(100);
  });

  it('and fails for good leaves nothing of a stage to be seen', async () => {
    const { key } = await upload();
    const runId = await ingestVia(direct, key);
    proxy.faultOf = ({ method, path }) =>
      method === 'PUT' && path.includes('/clean/') ? { kind: 'cut in the request' } : undefined;
    await expect(cleanVia(faulty, runId)).rejects.toThrow();
    expect(await direct.list(`clean/${runId}/`, 10)).toEqual([]);
  });
});

describe('a body that breaks off', () => {
  const ofRaw = ({ method, path }: ProxiedRequest) => method === 'GET' && path.includes('/raw/');
  const ofSnapshot = ({ path }: ProxiedRequest) => /\/snapshots\/[^?]*\.csv/.test(path);

  it.each<[string, ProxyFault]>([
    ['in its middle', { kind: 'cut in the answer' }],
    ['with a shorter length from the start', { kind: 'short answer' }],
  ])('is no upload: %s', async (_name, fault) => {
    const { key, csv } = await upload();
    const before = await direct.list('runs/', 100);
    proxy.faultOf = once(fault, ofRaw);
    await expect(ingestVia(faulty, key)).rejects.toThrow();
    expect(await direct.list('runs/', 100)).toEqual(before);
    const runId = await ingestVia(faulty, key);
    expect(await direct.readText(`snapshots/${runId}.csv`)).toBe(csv);
  });

  it.each<[string, ProxyFault]>([
    ['in its middle', { kind: 'cut in the answer' }],
    ['with a shorter length from the start', { kind: 'short answer' }],
  ])('is no snapshot to be cleaned: %s', async (_name, fault) => {
    const { key } = await upload();
    const runId = await ingestVia(direct, key);
    proxy.faultOf = once(fault, ofSnapshot);
    await expect(cleanVia(faulty, runId)).rejects.toThrow();
    expect(await direct.list(`clean/${runId}/`, 10)).toEqual([]);
    await cleanVia(faulty, runId);
    expect(await direct.list(`clean/${runId}/`, 10)).toHaveLength(3);
  });
});

describe('an upload that breaks off', () => {
  it('makes no object and no event', async () => {
    const delivered: unknown[] = [];
    await s3.configureBucket({
      ...{ name: 'events', versioning: true, cors: [] },
      notifications: [{ events: ['s3:ObjectCreated:*'], functionArn: 'arn:test' }],
    });
    await s3.startDelivery(async (_arn, event) => void delivered.push(event));
    proxy.faultOf = ({ method }) => (method === 'PUT' ? { kind: 'cut in the request' } : undefined);
    const events = createS3ObjectStore('events', clientOf(proxy.endpoint));
    await expect(events.write('raw/a.csv', smallCsv(1), { contentType: 'text/csv' })).rejects.toThrow();
    proxy.faultOf = () => undefined;
    expect(await events.head('raw/a.csv')).toBeUndefined();
    await events.write('raw/b.csv', 'a', { contentType: 'text/csv' });
    await vi.waitFor(() => expect(delivered).toHaveLength(1));
    expect(JSON.stringify(delivered)).toContain('raw/b.csv');
  });

  it('is refused where fewer bytes were announced than signed', async () => {
    const store = createS3ObjectStore(BUCKET, shortPutClient());
    await expect(store.write('raw/short.csv', smallCsv(1), { contentType: 'text/csv' })).rejects.toThrow();
    expect(await direct.head('raw/short.csv')).toBeUndefined();
  });
});

/** A client that signs a whole body and sends the first half of it under the half's length. */
function shortPutClient(): S3Client {
  const client = clientOf(s3.endpoint);
  client.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as { body?: unknown; headers: Record<string, string> };
      if (typeof request.body === 'string') {
        request.body = request.body.slice(0, request.body.length / 2);
        request.headers['content-length'] = String((request.body as string).length);
      }
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'cutInHalf' },
  );
  return client;
}
