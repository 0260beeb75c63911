import { createServer, type Server } from 'node:http';
import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { createDataApiClient } from '#platform/insights-store/data-api-client.ts';
import { clusterTarget, type StoreRig, startStoreRig } from './store-rig.ts';

let rig: StoreRig;
const servers: Server[] = [];
beforeAll(async () => {
  rig = await startStoreRig();
  await rig.execute('CREATE TABLE counters (id INT PRIMARY KEY, value INT NOT NULL)');
  await rig.execute('INSERT INTO counters VALUES (1, 0), (2, 0)');
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});
afterAll(() => rig.close());

const valueRow = z.object({ value: z.number() });
const counterOf = async (id: number) =>
  (await rig.dataApi.query(valueRow, 'SELECT value FROM counters WHERE id = :id', { id }))[0]?.value;

/** A client of an endpoint that refuses the first calls as `errorName` and then answers with `body`. */
async function clientOfFaulty(
  errorName: string,
  faults: number,
  patienceMs: number,
  timeLeftMs: () => number | undefined = () => undefined,
) {
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      calls += 1;
      const fails = calls <= faults;
      response.writeHead(fails ? 400 : 200, fails ? { 'x-amzn-errortype': errorName } : {});
      response.end(JSON.stringify(fails ? { message: 'not now' } : { numberOfRecordsUpdated: 3 }));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new RDSDataClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials,
  });
  return {
    dataApi: createDataApiClient({ ...clusterTarget, client, patienceMs, timeLeftMs }),
    calls: () => calls,
  };
}

test('a database that is waking up is waited for', async () => {
  const { dataApi, calls } = await clientOfFaulty('DatabaseResumingException', 3, 20_000);
  expect(await dataApi.execute('UPDATE counters SET value = 1')).toBe(3);
  expect(calls()).toBe(4);
});

test('one that does not wake up in time is unavailable, with a time to come back', async () => {
  const { dataApi } = await clientOfFaulty('DatabaseResumingException', 1_000, 300);
  const expected = {
    name: 'UnavailableError',
    code: 'DATABASE_WAKING',
    retryAfterSeconds: expect.any(Number),
  };
  await expect(dataApi.execute('SELECT 1')).rejects.toMatchObject(expected);
  await expect(dataApi.transaction(async () => 1)).rejects.toMatchObject(expected);
});

test('nobody is kept waiting longer than the call may take', async () => {
  const startedMs = performance.now();
  const timeLeftMs = () => Math.max(0, startedMs + 400 - performance.now());
  const { dataApi, calls } = await clientOfFaulty('DatabaseResumingException', 1_000, 3_600_000, timeLeftMs);
  await expect(dataApi.execute('SELECT 1')).rejects.toMatchObject({ code: 'DATABASE_WAKING' });
  expect(calls()).toBeGreaterThan(1);
  // Of several statements of one request none begins to wait anew.
  await expect(dataApi.execute('SELECT 1')).rejects.toMatchObject({ name: 'UnavailableError' });
});

test('a server that takes the statement and never answers is given up in time', async () => {
  const server = createServer(() => {});
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const client = new RDSDataClient({
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const startedMs = performance.now();
  const timeLeftMs = () => Math.max(0, startedMs + 300 - performance.now());
  const dataApi = createDataApiClient({ ...clusterTarget, client, timeLeftMs });
  await expect(dataApi.execute('SELECT 1')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
});

test('what is wrong with the statement is told at once', async () => {
  const { dataApi, calls } = await clientOfFaulty('DatabaseErrorException', 1_000, 20_000);
  await expect(dataApi.execute('SELECT')).rejects.toMatchObject({
    code: 'DATABASE_ERROR',
    message: expect.stringContaining('not now'),
    cause: expect.objectContaining({ name: 'DatabaseErrorException' }),
  });
  expect(calls()).toBe(1);
});

test('a server that is not there is unavailable', async () => {
  const client = new RDSDataClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const dataApi = createDataApiClient({ ...clusterTarget, client, patienceMs: 200 });
  await expect(dataApi.execute('SELECT 1')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
});

test('a transaction whose work throws leaves nothing, and passes the error on', async () => {
  const fault = new Error('of the work');
  const work = rig.dataApi.transaction(async (statements) => {
    await statements.execute('UPDATE counters SET value = 99 WHERE id = 1');
    throw fault;
  });
  await expect(work).rejects.toBe(fault);
  expect(await counterOf(1)).toBe(0);
});

test('transactions that lock each other out are all done in the end', async () => {
  const add = (first: number, second: number) =>
    rig.dataApi.transaction(async (statements) => {
      await statements.execute('UPDATE counters SET value = value + 1 WHERE id = :id', { id: first });
      await statements.execute('UPDATE counters SET value = value + 1 WHERE id = :id', { id: second });
    });
  await Promise.all(Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? add(1, 2) : add(2, 1))));
  expect([await counterOf(1), await counterOf(2)]).toEqual([8, 8]);
});

test('rows are checked, and values keep their type', async () => {
  const [row] = await rig.dataApi.query(
    z.looseObject({}),
    'SELECT :text AS text, :whole AS whole, :part AS part, :none AS none, 1.50 AS amount, SUM(value) AS total FROM counters',
    { text: "it's", whole: 7, part: 0.1, none: null },
  );
  expect(row).toEqual({
    text: "it's",
    whole: 7,
    part: 0.1,
    none: null,
    amount: 1.5,
    total: expect.any(Number),
  });
  await expect(rig.dataApi.query(valueRow, "SELECT 'x' AS value")).rejects.toMatchObject({
    code: 'DATABASE_ROW_INVALID',
    message: expect.stringContaining('value'),
  });
  await expect(rig.dataApi.execute('SELECT :a', { a: Number.NaN })).rejects.toThrow(RangeError);
});
