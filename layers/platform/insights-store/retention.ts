import * as z from 'zod';
import { isRunId } from '#core/lake/keys.ts';
import type { DataApiClient } from './data-api-client.ts';
import { partitionOf, runOfStagingTable } from './staging-table.ts';
import { changeTable, hasPartition } from './table-changes.ts';

/** The published run and the one before it, which it is compared with. */
const FEWEST_KEPT_RUNS = 2;
/** A page of a list may be asked for so long after the one before it. */
const CURSOR_HOURS = 24;
/** The rest of a run beside its rows; its record goes first, so that readers find none of it any more. */
const TABLES_BY_RUN = ['runs', 'kpis', 'segment_insights', 'run_documents', 'row_texts'] as const;

const named = z.object({ name: z.string() });

/**
 * Drops all of every run older than the newest `keptRuns` published ones (2 at the least): rows, figures, documents and
 * what unfinished attempts left. The published run, and any published within a day, is never dropped. May be repeated;
 * gives the runs that were dropped, the oldest first.
 */
export async function applyRetention(client: DataApiClient, keptRuns: number): Promise<readonly string[]> {
  const kept = await publishedRuns(client);
  const oldestKept = kept[Math.max(keptRuns, FEWEST_KEPT_RUNS) - 1];
  if (oldestKept === undefined) return [];
  const staying = new Set(kept.filter(({ stays }) => stays === 1).map(({ runId }) => runId));
  const present = await presentRuns(client);
  const old = [...present].filter((runId) => runId < oldestKept.runId && !staying.has(runId)).sort();
  for (const runId of old) await dropRun(client, runId);
  return old;
}

/** The newest first; the one that readers see, or may have been given a page of, stays in any case. */
function publishedRuns(client: DataApiClient) {
  return client.query(
    z.object({ runId: z.string(), stays: z.number() }),
    `SELECT run_id AS runId, published_at > UTC_TIMESTAMP(3) - INTERVAL ${CURSOR_HOURS} HOUR
       OR run_id = (SELECT run_id FROM published WHERE id = 1) AS stays
     FROM runs WHERE published_at IS NOT NULL ORDER BY run_id DESC`,
  );
}

/** Every run that anything is left of. */
async function presentRuns(client: DataApiClient): Promise<ReadonlySet<string>> {
  const records = await client.query(
    named,
    TABLES_BY_RUN.map((table) => `SELECT DISTINCT run_id AS name FROM ${table}`).join(' UNION '),
  );
  const partitions = await client.query(
    named,
    `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'predictions'`,
  );
  const tables = await allTables(client);
  return new Set([
    ...records.map(({ name }) => name),
    ...partitions.map(({ name }) => name.slice(1).replace('_', '-')).filter(isRunId),
    ...tables.flatMap((table) => runOfStagingTable(table) ?? []),
  ]);
}

async function dropRun(client: DataApiClient, runId: string): Promise<void> {
  await client.transaction(async (statements) => {
    for (const table of TABLES_BY_RUN) {
      await statements.execute(`DELETE FROM ${table} WHERE run_id = :runId`, { runId });
    }
  });
  if (await hasPartition(client, runId)) {
    await changeTable(client, {
      sql: `ALTER TABLE predictions DROP PARTITION ${partitionOf(runId)}`,
      table: 'predictions',
      isMade: async () => !(await hasPartition(client, runId)),
    });
  }
  for (const table of await allTables(client)) {
    if (runOfStagingTable(table) === runId) await client.define(`DROP TABLE IF EXISTS ${table}`);
  }
}

async function allTables(client: DataApiClient): Promise<readonly string[]> {
  const found = await client.query(
    named,
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
  );
  return found.map(({ name }) => name);
}
