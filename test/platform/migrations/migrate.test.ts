import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
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
];

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
    'run_documents',
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

test('versions are numbered from 1 without gaps', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});
