import { setTimeout as sleep } from 'node:timers/promises';
import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDataApiClient } from '#platform/insights-store/data-api-client.ts';
import type { InsightsWriter } from '#platform/insights-store/insights-store.ts';
import { createInsightsWriter } from '#platform/insights-store/insights-writer.ts';
import {
  clusterTarget,
  customersOf,
  runIdOf,
  runRecord,
  type StoreRig,
  scoredRow,
  startStoreRig,
  writeRun,
} from '../platform/insights-store/store-rig.ts';
import {
  type FaultProxy,
  type ProxiedRequest,
  type ProxyFault,
  startFaultProxy,
} from './support/fault-proxy.ts';

const ROWS = 40;
const READER_PAUSE_MS = 20;
let rig: StoreRig;
let proxy: FaultProxy;
let client: RDSDataClient;
/** Of a Lambda function whose database may not answer. */
let writer: InsightsWriter;
let runs = 0;
/** The run published before the test. */
let previous = '';

beforeAll(async () => {
  rig = await startStoreRig();
  const { endpoint } = await rig.startApi().then(({ api }) => api);
  proxy = await startFaultProxy(endpoint);
  const { region, credentials } = rig.context;
  client = new RDSDataClient({
    ...{ endpoint: proxy.endpoint, region, credentials },
    requestHandler: { requestTimeout: 1_000, throwOnRequestTimeout: true },
  });
  writer = createInsightsWriter(createDataApiClient({ ...clusterTarget, client, patienceMs: 8_000 }));
});
afterAll(async () => {
  client.destroy();
  await proxy.close();
  await rig.close();
});
beforeEach(async () => {
  proxy.faultOf = () => undefined;
  previous = runIdOf(++runs);
  await writeAndPublish(rig.writer, previous);
});

async function writeAndPublish(by: InsightsWriter, runId: string) {
  const rows = Array.from({ length: ROWS }, (_, index) => scoredRow(`C${index}-${runId}`));
  await writeRun(by, runId, rows);
  await by.writeDocument(runId, 'survival', { runId });
  return by.publish(runRecord(runId), ROWS);
}

/** What a reader finds to be published; every part of it must be of one run. */
async function whatIsPublished(): Promise<string> {
  const { runId, customers } = await rig.reader.publishedRun();
  const [totals, page] = await Promise.all([
    rig.reader.totals(runId),
    rig.reader.customers(runId, customersOf({ limit: 200 }), undefined),
  ]);
  expect([customers, totals.customers, page.length]).toEqual([ROWS, ROWS, ROWS]);
  return runId;
}

/** Reads over and over until `work` has ended. */
async function whileReading<T>(work: Promise<T>, allowed: readonly string[]): Promise<T> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => {});
  while (!isOver) {
    expect(allowed).toContain(await whatIsPublished());
    await sleep(READER_PAUSE_MS);
  }
  return over;
}

/** Whether a request is of a statement with this text, or an operation of this name. */
const isStatement = ({ path, body }: ProxiedRequest, text: string) =>
  path.includes(text) || body.toString('utf8').includes(text);

async function requestsOfOneRun(): Promise<number> {
  let count = 0;
  proxy.faultOf = () => {
    count++;
    return undefined;
  };
  await writeAndPublish(writer, runIdOf(++runs));
  return count;
}

const RESUMING: ProxyFault = {
  kind: 'answer',
  status: 400,
  type: 'DatabaseResumingException',
  body: '{"message":"The database is resuming"}',
};

describe('a database that fails at one request, whichever it is', () => {
  it.each<[string, ProxyFault, number]>([
    ['is resuming', RESUMING, 12],
    ['refuses the connection', { kind: 'cut before' }, 12],
    ['dies after it did as it was told', { kind: 'cut after' }, Number.POSITIVE_INFINITY],
  ])(
    '%s: the run is published whole all the same',
    async (_name, fault, every) => {
      const requests = await requestsOfOneRun();
      expect(requests).toBeGreaterThan(10);
      // What was not done is done by the next attempt, so that several such faults may meet one run.
      for (let at = 0; at < Math.min(requests, every); at++) {
        const before = runIdOf(runs);
        const runId = runIdOf(++runs);
        let count = 0;
        proxy.faultOf = () => (count++ % every === at ? fault : undefined);
        expect(await whileReading(writeAndPublish(writer, runId), [before, runId])).toBe('published');
        expect(await whatIsPublished()).toBe(runId);
      }
    },
    60_000,
  );

  it.each([
    'CREATE TABLE',
    'INSERT INTO staging',
    'ADD PARTITION',
    'ADD KEY',
    'EXCHANGE PARTITION',
    'UPDATE runs SET sealed_rows',
    'DROP TABLE',
    'FOR UPDATE',
    'UPDATE published',
    'CommitTransaction',
  ])('gives no answer to %s, though it did it: it is asked again', async (text) => {
    const runId = runIdOf(++runs);
    let asked = 0;
    proxy.faultOf = (request) =>
      isStatement(request, text) && asked++ === 0 ? { kind: 'silence' } : undefined;
    expect(await whileReading(writeAndPublish(writer, runId), [previous, runId])).toBe('published');
    expect(await whatIsPublished()).toBe(runId);
    expect(asked).toBeGreaterThan(1);
  });
});

describe('the publishing transaction', () => {
  it('whose connection is killed in its middle leaves what was published, and is made again', async () => {
    const runId = runIdOf(++runs);
    let kills = 0;
    let killing: Promise<unknown> = Promise.resolve();
    proxy.faultOf = (request) => {
      if (!isStatement(request, 'UPDATE published') || kills > 0) return undefined;
      kills++;
      killing = killTransactions();
      return undefined;
    };
    expect(await whileReading(writeAndPublish(writer, runId), [previous, runId])).toBe('published');
    await killing;
    expect(kills).toBe(1);
    expect(await whatIsPublished()).toBe(runId);
  });

  it('that meets a database which stays away fails with that reason, and what was published stays', async () => {
    const hasty = createInsightsWriter(createDataApiClient({ ...clusterTarget, client, patienceMs: 300 }));
    const runId = runIdOf(++runs);
    proxy.faultOf = (request) =>
      isStatement(request, 'UPDATE published') ? { kind: 'cut before' } : undefined;
    await expect(whileReading(writeAndPublish(hasty, runId), [previous])).rejects.toMatchObject({
      name: 'UnavailableError',
      code: 'DATABASE_UNAVAILABLE',
    });
    expect(await whatIsPublished()).toBe(previous);
    proxy.faultOf = () => undefined;
    expect(await hasty.publish(runRecord(runId), ROWS)).toBe('published');
    expect(await whatIsPublished()).toBe(runId);
  });
});

/** Ends every connection that is in a transaction. */
async function killTransactions(): Promise<void> {
  const { records = [] } = await rig.execute(
    'SELECT trx_mysql_thread_id FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id <> CONNECTION_ID()',
  );
  for (const [id] of records) await rig.execute(`KILL CONNECTION ${id?.longValue}`).catch(() => {});
}
