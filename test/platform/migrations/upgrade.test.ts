import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDataApiClient, type DataApiClient } from '#platform/insights-store/data-api-client.ts';
import { createInsightsReader } from '#platform/insights-store/insights-reader.ts';
import { createInsightsWriter } from '#platform/insights-store/insights-writer.ts';
import { partitionOf } from '#platform/insights-store/staging-table.ts';
import { MIGRATIONS } from '#platform/migrations/all-migrations.ts';
import { migrate } from '#platform/migrations/migrate.ts';
import { type Rig, startRig } from '../../localstack/rds/rig.ts';
import {
  clusterTarget,
  customersOf,
  insightsOf,
  runIdOf,
  runRecord,
  scoredRow,
  writeRows,
} from '../insights-store/store-rig.ts';

/** The version that the first release had. */
const FIRST_RELEASE = 6;
const RUN = runIdOf(1);
let rig: Rig;
let client: DataApiClient;

beforeAll(async () => {
  rig = await startRig();
  client = createDataApiClient({ ...clusterTarget, client: rig.client });
});
afterAll(() => rig.close());

test('a run of the first release stays readable, its unknown figures null, and new runs stand beside it', async () => {
  await migrate(client, MIGRATIONS.slice(0, FIRST_RELEASE));
  await client.execute(
    `INSERT INTO runs VALUES (:runId, 'm-old', 'ab', 'USD', 12, '[]', 0.3, 0.6, NULL, NULL)`,
    { runId: RUN },
  );
  await client.define(
    `ALTER TABLE predictions ADD PARTITION (PARTITION ${partitionOf(RUN)} VALUES IN ('${RUN}'))`,
  );
  await client.execute(
    `INSERT INTO predictions VALUES (:runId, 'old', 'active', 0.25, 'LOW', 70, 12, 105, '{}')`,
    { runId: RUN },
  );
  await client.execute('INSERT INTO kpis VALUES (:runId, 1, 1, 0, 0.25, 70, 17.5, 105, 0)', { runId: RUN });
  const { applied } = await migrate(client);
  expect(applied).toHaveLength(MIGRATIONS.length - FIRST_RELEASE);
  expect(await migrate(client)).toEqual({ applied: [] });

  const writer = createInsightsWriter(client);
  expect(await writer.publish({ runId: RUN, modelVersion: 'm-old' }, 1)).toBe('published');
  const reader = createInsightsReader(client);
  expect(await reader.customer(RUN, 'old')).toMatchObject({ customerId: 'old', clv: null, priority: null });
  expect(await reader.totals(RUN)).toMatchObject({
    customers: 1,
    churnVariance: null,
    clv: null,
    contactGain: null,
  });
  const next = runIdOf(2);
  await writeRows(writer, runRecord(next), [scoredRow('new')]);
  await writer.writeInsights(next, insightsOf(1));
  expect(await writer.publish(runRecord(next), 1)).toBe('published');
  expect(await reader.customers(next, customersOf({ sort: 'priority' }), undefined)).toEqual([
    scoredRow('new'),
  ]);
  expect(await reader.movers(next, RUN, 5)).toEqual([]);
});

test('a change of a table that broke off before it was noted down is not made twice', async () => {
  await client.execute('DELETE FROM schema_migrations WHERE version > :first', { first: FIRST_RELEASE });
  expect((await migrate(client)).applied).toHaveLength(MIGRATIONS.length - FIRST_RELEASE);
});
