import { z } from 'zod';
import { ChurnError } from '#core/errors.ts';
import type { DataApiClient } from './data-api-client.ts';
import { partitionOf, readStagingDefinition, stagingTableOf } from './staging-table.ts';
import { addPartition, changeTable, keyCountOf } from './table-changes.ts';
import { findWritingState, type WritingState } from './writing-state.ts';

/** Any two exchanges undo each other, and a request may be sent twice on its way; one more has always been enough. */
const MOST_EXCHANGES = 4;

/**
 * Moves the run's staging table into its partition: adds the keys it lacks in one go, which takes a fraction of the
 * time of keeping them row by row, and exchanges the two. Each step may have been done before, or be done by another
 * at the same time.
 * @throws ChurnError `ROW_COUNT_MISMATCH`, and `RUN_INCOMPLETE` for a run that was not begun
 */
export async function sealRun(client: DataApiClient, runId: string, expectedRows: number): Promise<void> {
  const found = await findWritingState(client, runId);
  if (found === undefined) throw new ChurnError('RUN_INCOMPLETE', `Run ${runId} was not begun.`);
  if (found.sealedRows === null) {
    try {
      await seal(client, runId, found, expectedRows);
    } catch (error) {
      const state = await findWritingState(client, runId);
      if ((state?.sealedRows ?? null) === null) throw error; // else another was first
    }
  } else {
    checkCount(runId, found.sealedRows, expectedRows);
  }
  await client.define(`DROP TABLE IF EXISTS ${stagingTableOf(runId)}`);
}

async function seal(
  client: DataApiClient,
  runId: string,
  { hasStaging, hasPartition }: WritingState,
  expectedRows: number,
): Promise<void> {
  const staging = stagingTableOf(runId);
  const staged = hasStaging ? await countRows(client, staging) : 0;
  // An attempt that ended right after the exchange left the staging table empty.
  const isMoved =
    staged === 0 && (await countRows(client, `predictions WHERE run_id = '${runId}'`)) === expectedRows;
  if (!isMoved) checkCount(runId, staged, expectedRows);
  if (!hasPartition) await addPartition(client, runId);
  if (!isMoved) await addKeys(client, runId);
  await client.transaction(async (lock) => {
    const locked = await findWritingState(lock, runId, 'FOR UPDATE');
    if (locked?.sealedRows !== null) return;
    if (!isMoved) await exchange(client, runId, locked.isMariaDb);
    await lock.execute('UPDATE runs SET sealed_rows = :expectedRows WHERE run_id = :runId', {
      runId,
      expectedRows,
    });
  });
}

async function addKeys(client: DataApiClient, runId: string): Promise<void> {
  const table = stagingTableOf(runId);
  const { keys } = await readStagingDefinition(client, runId);
  if (keys.length === 0) return;
  await changeTable(client, {
    sql: `ALTER TABLE ${table} ${keys.map((key) => `ADD ${key}`).join(', ')}`,
    table,
    isMade: async () => (await keyCountOf(client, table)) === keys.length,
  });
}

/**
 * Moves the staged rows, in the place of any that the partition has, while the caller's lock keeps others away. MariaDB
 * reads every row once more at that, and before 11.4 cannot be told not to.
 */
async function exchange(client: DataApiClient, runId: string, isMariaDb: boolean): Promise<void> {
  const [partition, staging] = [partitionOf(runId), stagingTableOf(runId)];
  const sql = `ALTER TABLE predictions EXCHANGE PARTITION ${partition} WITH TABLE ${staging}`;
  const isMade = async () => (await whereRowsAre(client, runId)).staged === 0;
  for (let count = 0; count < MOST_EXCHANGES; count++) {
    const { staged, placed } = await whereRowsAre(client, runId);
    if (staged === 0) return;
    if (placed === 1) await client.execute(`ALTER TABLE predictions TRUNCATE PARTITION ${partition}`);
    await changeTable(client, {
      sql: isMariaDb ? sql : `${sql} WITHOUT VALIDATION`,
      table: 'predictions',
      isMade,
    });
  }
  throw new ChurnError('DATABASE_ERROR', `The rows of run ${runId} do not stay in their partition.`);
}

/** Of either: 1 where it has rows. */
async function whereRowsAre(client: DataApiClient, runId: string) {
  const [found] = await client.query(
    z.object({ staged: z.number(), placed: z.number() }),
    `SELECT EXISTS (SELECT * FROM ${stagingTableOf(runId)}) AS staged,
       EXISTS (SELECT * FROM predictions WHERE run_id = :runId) AS placed`,
    { runId },
  );
  if (found === undefined) throw new ChurnError('DATABASE_ERROR', 'SELECT EXISTS has no answer.');
  return found;
}

async function countRows(client: DataApiClient, from: string): Promise<number> {
  const [found] = await client.query(
    z.object({ rows: z.number() }),
    `SELECT COUNT(*) AS \`rows\` FROM ${from}`,
  );
  return found?.rows ?? 0;
}

function checkCount(runId: string, stored: number, expectedRows: number): void {
  if (stored === expectedRows) return;
  throw new ChurnError(
    'ROW_COUNT_MISMATCH',
    `Run ${runId} has ${stored} rows stored where ${expectedRows} were scored.`,
  );
}
