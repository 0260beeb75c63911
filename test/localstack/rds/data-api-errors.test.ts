import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { executeWith, RESOURCE_ARN, type Rig, SECRET_ARN, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  await rig.execute('CREATE TABLE notes (id INT PRIMARY KEY)');
});
afterAll(() => rig.close());

const target = { resourceArn: RESOURCE_ARN, secretArn: SECRET_ARN };
const begin = async (client = rig.client) =>
  (await client.send(new BeginTransactionCommand({ ...target, database: 'churn' }))).transactionId ?? '';
const count = async (id: number) =>
  (await rig.execute(`SELECT COUNT(*) FROM notes WHERE id = ${id}`)).records?.[0]?.[0]?.longValue;

/** Tells the name and the HTTP status of what a call is refused with. */
async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (!(error instanceof Error) || !('$metadata' in error))
    throw new Error('was not refused', { cause: error });
  const metadata = error.$metadata as { readonly httpStatusCode?: number };
  return { name: error.name, status: metadata.httpStatusCode, message: error.message };
}

test('a committed transaction stays, a rolled back one leaves nothing, neither can be used again', async () => {
  const committed = await begin();
  await rig.execute('INSERT INTO notes VALUES (1)', { transactionId: committed });
  expect(await count(1)).toBe(0);
  const done = await rig.client.send(new CommitTransactionCommand({ ...target, transactionId: committed }));
  expect(done.transactionStatus).toBe('Transaction Committed');
  expect(await count(1)).toBe(1);

  const undone = await begin();
  await rig.execute('INSERT INTO notes VALUES (2)', { transactionId: undone });
  await rig.client.send(new RollbackTransactionCommand({ ...target, transactionId: undone }));
  expect(await count(2)).toBe(0);
  for (const transactionId of [committed, undone, 'unknown']) {
    expect(await refusal(rig.execute('SELECT 1', { transactionId }))).toMatchObject({
      name: 'TransactionNotFoundException',
      status: 404,
    });
  }
});

test('a transaction takes one statement at a time, and survives a failing one', async () => {
  const transactionId = await begin();
  const slow = rig.execute('SELECT SLEEP(0.3)', { transactionId });
  const second = rig.execute('SELECT 1', { transactionId });
  const [, refused] = await Promise.allSettled([slow, second]);
  const [first] = await Promise.allSettled([slow]);
  const faults = [first, refused].filter((result) => result?.status === 'rejected');
  expect(faults.map((fault) => String(fault?.status === 'rejected' ? fault.reason : ''))).toEqual([
    expect.stringContaining('Transaction is still running a query'),
  ]);
  expect((await refusal(rig.execute('SELECT * FROM nowhere', { transactionId }))).name).toBe(
    'DatabaseErrorException',
  );
  await rig.execute('INSERT INTO notes VALUES (3)', { transactionId });
  await rig.client.send(new CommitTransactionCommand({ ...target, transactionId }));
  expect(await count(3)).toBe(1);
});

test('an idle transaction is rolled back', async () => {
  const { client } = await rig.startApi({ transactionIdleMs: 50 });
  const transactionId = await begin(client);
  await executeWith(client, 'INSERT INTO notes VALUES (4)', { transactionId });
  await expect
    .poll(() => executeWith(client, 'SELECT id FROM notes WHERE id = 4 FOR UPDATE').then((o) => o.records))
    .toEqual([]);
  expect((await refusal(executeWith(client, 'SELECT 1', { transactionId }))).name).toBe(
    'TransactionNotFoundException',
  );
});

test('the victim of a deadlock loses its transaction', async () => {
  await rig.execute('INSERT INTO notes VALUES (11), (12)');
  const [a, b] = [await begin(), await begin()];
  const lock = (id: number, transactionId: string) =>
    rig.execute(`SELECT id FROM notes WHERE id = ${id} FOR UPDATE`, { transactionId });
  await lock(11, a);
  await lock(12, b);
  const results = await Promise.allSettled([lock(12, a), lock(11, b)]);
  const victim = results.findIndex((result) => result.status === 'rejected');
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [lost = '', kept = ''] = victim === 0 ? [a, b] : [b, a];
  expect((await refusal(rig.execute('SELECT 1', { transactionId: lost }))).name).toBe(
    'TransactionNotFoundException',
  );
  await rig.client.send(new RollbackTransactionCommand({ ...target, transactionId: kept }));
});

test('a statement over the time limit is killed, and with continueAfterTimeout is not', async () => {
  const { client } = await rig.startApi({ statementTimeoutMs: 150 });
  expect(await refusal(executeWith(client, 'INSERT INTO notes SELECT 20 + SLEEP(30)'))).toMatchObject({
    name: 'StatementTimeoutException',
    status: 400,
  });
  const running = await rig.execute(
    "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE '%20 + SLEEP%' AND ID <> CONNECTION_ID()",
  );
  expect(running.records).toEqual([[{ longValue: 0 }]]);
  expect(await count(20)).toBe(0);
  const call = executeWith(client, 'INSERT INTO notes SELECT 21 + SLEEP(0.5)', {
    continueAfterTimeout: true,
  });
  expect((await refusal(call)).name).toBe('StatementTimeoutException');
  await expect.poll(() => count(21)).toBe(1);
});

test('requests, rows and answers over the limits are refused', async () => {
  const text = (length: number) => ({
    parameters: [{ name: 'a', value: { stringValue: 'x'.repeat(length) } }],
  });
  expect((await rig.execute('SELECT LENGTH(:a)', text(4_000_000))).records).toEqual([
    [{ longValue: 4_000_000 }],
  ]);
  expect(await refusal(rig.execute('SELECT LENGTH(:a)', text(4 * 1024 * 1024)))).toMatchObject({
    name: 'BadRequestException',
  });
  expect((await rig.execute("SELECT REPEAT('x', 65536)")).records?.[0]?.[0]?.stringValue).toHaveLength(
    65_536,
  );
  expect((await refusal(rig.execute("SELECT REPEAT('x', 65537)"))).message).toContain(
    'Packet for query is too large',
  );
  const rows = (count: number) =>
    `WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
     SELECT REPEAT('x', 10000) FROM n`;
  expect((await rig.execute(rows(100))).records).toHaveLength(100);
  for (const many of [105, 900]) {
    expect(await refusal(rig.execute(rows(many)))).toMatchObject({
      name: 'UnsupportedResultException',
      message: 'Database response exceeded size limit',
    });
  }
});

test('errors of SQL carry the database code and message', async () => {
  await rig.execute('INSERT INTO notes VALUES (30)');
  expect(await refusal(rig.execute('INSERT INTO notes VALUES (30)'))).toMatchObject({
    name: 'DatabaseErrorException',
    status: 400,
    message: expect.stringMatching(/1062.*Duplicate entry '30'/),
  });
  expect(await refusal(rig.execute('SELECT 1', { database: 'elsewhere' }))).toMatchObject({
    name: 'DatabaseErrorException',
    message: expect.stringContaining('Unknown database'),
  });
  expect((await refusal(rig.execute('SELECT 1', { schema: 'x' }))).name).toBe('BadRequestException');
});

test('another cluster, another secret, another key and another signature are refused', async () => {
  expect((await refusal(rig.execute('SELECT 1', { resourceArn: `${RESOURCE_ARN}2` }))).name).toBe(
    'BadRequestException',
  );
  expect(await refusal(rig.execute('SELECT 1', { secretArn: `${SECRET_ARN}2` }))).toMatchObject({
    name: 'ForbiddenException',
    status: 403,
  });
  const { api } = await rig.startApi();
  const as = (accessKeyId: string, secretAccessKey: string) =>
    new RDSDataClient({
      endpoint: api.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId, secretAccessKey },
    }).send(new ExecuteStatementCommand({ ...target, database: 'churn', sql: 'SELECT 1' }));
  expect((await as('test-key', 'test-secret')).records).toEqual([[{ longValue: 1 }]]);
  expect((await refusal(as('other-key', 'test-secret'))).name).toBe('UnrecognizedClientException');
  expect((await refusal(as('test-key', 'other-secret'))).name).toBe('InvalidSignatureException');
  const unsigned = await fetch(`${api.endpoint}/Execute`, { method: 'POST', body: '{}' });
  expect(unsigned.status).toBe(403);
  expect(unsigned.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
});
