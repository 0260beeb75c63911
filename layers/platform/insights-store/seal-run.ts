import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import type { ScoringOrder } from '#core/lake/scoring-orders.ts';
import type { DataApiClient } from './data-api-client.ts';
import { partitionOf, readStagingDefinition, stagingTableOf } from './staging-table.ts';
import { addPartition, changeTable, keyCountOf } from './table-changes.ts';
import { checkModel } from './taken-over.ts';
import { findWritingState, type WritingState } from './writing-state.ts';

/** Any two exchanges undo each other, and a request may be sent twice on its way; one more has always been enough. */
const MOST_EXCHANGES = 4;
/** What stands in the way of an attempt is tried again after a pause: it may be another that seals the run. */
const MOST_ATTEMPTS = 4;
const PAUSE_MS = 250;

/**
 * Moves the run's staging table into its partition: adds the keys it lacks in one go, which takes a fraction of the
 * time of keeping them row by row, and exchanges the two. Each step may have been done before, or be done by another
 * at the same time.
 * @throws ChurnError `ROW_COUNT_MISMATCH`, `RUN_TAKEN_OVER`, and `RUN_INCOMPLETE` for a run that was not begun
 */
export async function sealRun(
  client: DataApiClient,
  order: ScoringOrder,
  expectedRows: number,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await sealOnce(client, order, expectedRows);
      break;
    } catch (error) {
      // Counts are taken one after another, while another attempt may be moving the rows.
      if (attempt === MOST_ATTEMPTS || isForGood(error)) throw error;
      await sleep(PAUSE_MS);
    }
  }
  await client.define(`DROP TABLE IF EXISTS ${stagingTableOf(order)}`);
}

function isForGood(error: unknown): boolean {
  return error instanceof ChurnError && ['RUN_INCOMPLETE', 'RUN_TAKEN_OVER'].includes(error.code);
}

async function sealOnce(client: DataApiClient, order: ScoringOrder, expectedRows: number): Promise<void> {
  const { runId } = order;
  const found = await findWritingState(client, order);
  if (found === undefined) throw new ChurnError('RUN_INCOMPLETE', `Run ${runId} was not begun.`);
  checkModel(order, found.modelVersion);
  if (found.sealedRows === null) await seal(client, order, found, expectedRows);
  else checkCount(runId, found.sealedRows, expectedRows);
}

async function seal(
  client: DataApiClient,
  order: ScoringOrder,
  { hasStaging, hasPartition }: WritingState,
  expectedRows: number,
): Promise<void> {
  const { runId } = order;
  const staged = hasStaging ? await countRows(client, stagingTableOf(order)) : 0;
  // An attempt that ended right after the exchange left the staging table empty, or one that came late is writing to it.
  const isMoved = staged !== expectedRows && (await countPlaced(client, runId)) === expectedRows;
  if (!isMoved) checkCount(runId, staged, expectedRows);
  if (!hasPartition) await addPartition(client, runId);
  if (!isMoved) await addKeys(client, order);
  await client.transaction(async (lock) => {
    const locked = await findWritingState(lock, order, 'FOR UPDATE');
    if (locked === undefined) return;
    checkModel(order, locked.modelVersion);
    if (locked.sealedRows !== null) return;
    if (!isMoved) await exchange(client, order, locked.isMariaDb, expectedRows);
    await lock.execute('UPDATE runs SET sealed_rows = :expectedRows WHERE run_id = :runId', {
      runId,
      expectedRows,
    });
  });
}

async function addKeys(client: DataApiClient, order: ScoringOrder): Promise<void> {
  const table = stagingTableOf(order);
  const { keys } = await readStagingDefinition(client, order);
  if (keys.length === 0) return;
  await changeTable(client, {
    sql: `ALTER TABLE ${table} ${keys.map((key) => `ADD ${key}`).join(', ')}`,
    table,
    isMade: async () => (await keyCountOf(client, table)) === keys.length,
  });
}

/**
 * Moves the staged rows, in the place of any that the partition has, while the caller's lock keeps others from doing so.
 * An attempt that came late may be writing to the staging table all the while: it writes what is in the partition by
 * then. MariaDB reads every row once more at an exchange, and before 11.4 cannot be told not to.
 */
async function exchange(
  client: DataApiClient,
  order: ScoringOrder,
  isMariaDb: boolean,
  expectedRows: number,
): Promise<void> {
  const { runId } = order;
  const [partition, staging] = [partitionOf(runId), stagingTableOf(order)];
  const sql = `ALTER TABLE predictions EXCHANGE PARTITION ${partition} WITH TABLE ${staging}`;
  const isPlaced = async () => (await countPlaced(client, runId)) === expectedRows;
  const isWholeStaged = (await countRows(client, staging)) === expectedRows;
  if (!isWholeStaged && (await isPlaced())) return;
  if ((await countPlaced(client, runId)) > 0) {
    await client.execute(`ALTER TABLE predictions TRUNCATE PARTITION ${partition}`);
  }
  for (let count = 0; count < MOST_EXCHANGES; count++) {
    await changeTable(client, {
      sql: isMariaDb ? sql : `${sql} WITHOUT VALIDATION`,
      table: 'predictions',
      isMade: isPlaced,
    });
    if (await isPlaced()) return;
  }
  throw new ChurnError('DATABASE_ERROR', `The rows of run ${runId} do not stay in their partition.`);
}

function countPlaced(client: DataApiClient, runId: string): Promise<number> {
  return countRows(client, `predictions WHERE run_id = '${runId}'`);
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
