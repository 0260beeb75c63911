import { setTimeout as sleep } from 'node:timers/promises';
import { BeginTransactionCommand, RollbackTransactionCommand } from '@aws-sdk/client-rds-data';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { createDataApiClient, type DataApiClient } from '#platform/insights-store/data-api-client.ts';
import { MIGRATIONS } from '#platform/migrations/all-migrations.ts';
import { migrate } from '#platform/migrations/migrate.ts';
import type { Migration } from '#platform/migrations/migration.ts';
import { RESOURCE_ARN, type Rig, SECRET_ARN, startRig } from '../../localstack/rds/rig.ts';

let rig: Rig;
let client: DataApiClient;
beforeAll(async () => {
  rig = await startRig();
  client = createDataApiClient({
    resourceArn: RESOURCE_ARN,
    secretArn: SECRET_ARN,
    database: 'churn',
    client: rig.client,
  });
});
afterAll(() => rig.close());

const ALL = [
  '0001-runs',
  '0002-published',
  '0003-predictions',
  '0004-kpis',
  '0005-segment-insights',
  '0006-model-runs',
  '0007-customer-money',
  '0008-group-money',
  '0009-run-documents',
  '0010-customer-reasons',
  '0011-sealed-rows',
  '0012-rebuilt-predictions',
  '0013-row-numbers',
  '0014-row-texts',
  '0015-published-customers',
  '0016-run-states',
  '0017-partition-keys',
];

const TARGET = { resourceArn: RESOURCE_ARN, secretArn: SECRET_ARN, database: 'churn' };

/** Another database, without any table. */
async function emptyDatabase(): Promise<{
  readonly client: DataApiClient;
  readonly close: () => Promise<void>;
}> {
  const other = await startRig();
  return { client: createDataApiClient({ ...TARGET, client: other.client }), close: () => other.close() };
}

async function names(sql: string): Promise<string[]> {
  return (await client.query(z.object({ name: z.string() }), sql)).map(({ name }) => name);
}

test('three migrators at once apply each migration once', async () => {
  const results = await Promise.all([migrate(client), migrate(client), migrate(client)]);
  expect(results.map(({ applied }) => applied).filter((applied) => applied.length > 0)).toEqual([ALL]);
  expect(await migrate(client)).toEqual({ applied: [] });
  expect(
    (
      await names('SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()')
    ).toSorted(),
  ).toEqual([
    'kpis',
    'model_runs',
    'predictions',
    'published',
    'published_customers',
    'row_texts',
    'run_documents',
    'run_states',
    'runs',
    'schema_migrations',
    'segment_insights',
  ]);
  expect(await names('SELECT name FROM schema_migrations WHERE version > 0 ORDER BY version')).toHaveLength(
    ALL.length,
  );
});

test('a migration that was changed after it had been applied stops everything', async () => {
  const extra: Migration = {
    version: ALL.length + 1,
    name: 'extra',
    statements: ['CREATE TABLE extra (id INT)'],
  };
  const changed = MIGRATIONS.map((migration) =>
    migration.version === 4 ? { ...migration, statements: ['SELECT 1'] } : migration,
  );
  await expect(migrate(client, [...changed, extra])).rejects.toMatchObject({
    code: 'MIGRATION_CHANGED',
    message: expect.stringContaining('0004-kpis'),
  });
  expect(
    await names("SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_NAME = 'extra'"),
  ).toEqual([]);
  await expect(migrate(client, MIGRATIONS.slice(0, 5))).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' });
});

test('a migration that failed half-way is taken up again', async () => {
  const statements = [
    'CREATE TABLE IF NOT EXISTS late (id INT PRIMARY KEY)',
    'INSERT INTO late VALUES (0 / 0)',
  ];
  const broken: Migration = {
    version: ALL.length + 1,
    name: 'late',
    statements: [...statements, 'SELECT * FROM nowhere'],
  };
  await expect(migrate(client, [...MIGRATIONS, broken])).rejects.toMatchObject({ code: 'DATABASE_ERROR' });
  const mended: Migration = { ...broken, statements: statements.slice(0, 1) };
  expect(await migrate(client, [...MIGRATIONS, mended])).toEqual({
    applied: [`${String(ALL.length + 1).padStart(4, '0')}-late`],
  });
});

test('keys lose the run once, and a change that was made but not noted is not made again', async () => {
  const at = MIGRATIONS.findIndex(({ name }) => name === 'partition_keys');
  const { client: sql, close } = await emptyDatabase();
  const firstColumns = () =>
    sql.query(
      z.object({ key: z.string(), column: z.string() }),
      `SELECT INDEX_NAME AS \`key\`, COLUMN_NAME AS \`column\` FROM information_schema.STATISTICS
       WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'predictions' AND SEQ_IN_INDEX = 1 ORDER BY 1`,
    );
  await migrate(sql, MIGRATIONS.slice(0, at));
  expect((await firstColumns()).every(({ column }) => column === 'run_id')).toBe(true);
  await migrate(sql);
  const changed = await firstColumns();
  expect(changed.map(({ key, column }) => `${key} ${column}`)).toEqual([
    ...['by_churn_probability status', 'by_customer customer_id', 'by_customer_probability customer_id'],
    ...['by_expected_loss status', 'by_priority status', 'PRIMARY run_id'],
  ]);
  await sql.execute('DELETE FROM schema_migrations WHERE version = :version', { version: at + 1 });
  expect((await migrate(sql)).applied).toEqual(['0017-partition-keys']);
  expect(await firstColumns()).toEqual(changed);
  await close();
});

test('a change that outlasts its call is waited for', async () => {
  const at = MIGRATIONS.findIndex(({ name }) => name === 'partition_keys');
  const other = await startRig();
  await migrate(createDataApiClient({ ...TARGET, client: other.client }), MIGRATIONS.slice(0, at));
  const { client: hurried } = await other.startApi({ statementTimeoutMs: 500 });
  // A reader's open transaction keeps the change of the table waiting.
  const { transactionId } = await other.client.send(new BeginTransactionCommand(TARGET));
  await other.execute('SELECT COUNT(*) FROM predictions', { transactionId });
  let isReading = true;
  const migrating = migrate(createDataApiClient({ ...TARGET, client: hurried })).then((outcome) => {
    expect(isReading).toBe(false);
    return outcome;
  });
  await sleep(1500);
  isReading = false;
  await other.client.send(new RollbackTransactionCommand({ ...TARGET, transactionId }));
  expect((await migrating).applied).toEqual(['0017-partition-keys']);
  await other.close();
});

test('rows of before they were numbered are kept, and a change that was made but not noted is not made again', async () => {
  const at = MIGRATIONS.findIndex(({ name }) => name === 'row_numbers');
  const { client: sql, close } = await emptyDatabase();
  await migrate(sql, MIGRATIONS.slice(0, at));
  await sql.define("ALTER TABLE predictions ADD PARTITION (PARTITION r1 VALUES IN ('r1'))");
  await sql.execute(`INSERT INTO predictions (run_id, customer_id, status, churn_probability, risk_level,
      monthly_charge, tenure_months, expected_loss, segments)
    VALUES ('r1', 'b', 'active', 0.5, 'LOW', 1, 1, 1, '{}'), ('r1', 'a', 'active', 0.25, 'LOW', 1, 1, 1, '{}')`);
  await migrate(sql);
  await sql.execute('DELETE FROM schema_migrations WHERE version = :version', { version: at + 1 });
  expect((await migrate(sql)).applied[0]).toBe('0013-row-numbers');
  const rows = await sql.query(
    z.object({ customerId: z.string(), rowNo: z.number() }),
    'SELECT customer_id AS customerId, row_no AS rowNo FROM predictions ORDER BY customer_id',
  );
  expect(rows.map(({ customerId }) => customerId)).toEqual(['a', 'b']);
  expect(new Set(rows.map(({ rowNo }) => rowNo)).size).toBe(2);
  await expect(
    sql.execute(`INSERT INTO predictions (run_id, row_no, customer_id, status, churn_probability, risk_level,
      monthly_charge, tenure_months, expected_loss, segments)
    VALUES ('r1', 9, 'a', 'active', 0.5, 'LOW', 1, 1, 1, '{}')`),
  ).rejects.toMatchObject({ message: expect.stringContaining('Duplicate') });
  await close();
});

test('versions are numbered from 1 without gaps', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});
