import { z } from 'zod';
import { ChurnError } from '#core/errors.ts';
import { findWritingState } from './begin-run.ts';
import type { DataApiClient, Statements } from './data-api-client.ts';
import { partitionOf, readStagingDefinition, stagingTableOf } from './staging-table.ts';
import { addPartition, changeTable, hasTable, keysOf } from './table-changes.ts';

/**
 * Moves the run's staging table into its partition: adds the keys it lacks in one go and exchanges the two, which takes
 * no longer for many rows than for few. Each step may have been done before, or be done by another at the same time.
 * @throws ChurnError `ROW_COUNT_MISMATCH`, and `RUN_INCOMPLETE` for a run that was not begun
 */
export async function sealRun(client: DataApiClient, runId: string, expectedRows: number): Promise<void> {
  const staging = stagingTableOf(runId);
  const state = await findWritingState(client, runId);
  if (state === undefined) throw new ChurnError('RUN_INCOMPLETE', `Run ${runId} was not begun.`);
  if (!state.isSealed) {
    try {
      await seal(client, runId, staging, expectedRows);
    } catch (error) {
      if ((await findWritingState(client, runId))?.isSealed !== true) throw error; // another was first
    }
  }
  checkCount(runId, await countSealed(client, runId), expectedRows);
  await client.define(`DROP TABLE IF EXISTS ${staging}`);
}

async function seal(
  client: DataApiClient,
  runId: string,
  staging: string,
  expectedRows: number,
): Promise<void> {
  const staged = (await hasTable(client, staging)) ? await countRows(client, staging) : 0;
  // An attempt that ended right after the exchange left the staging table empty.
  const isMoved = staged === 0 && (await countSealed(client, runId)) === expectedRows;
  if (!isMoved) checkCount(runId, staged, expectedRows);
  await addPartition(client, runId);
  if (!isMoved) await addKeys(client, runId, staging);
  await client.transaction(async (lock) => {
    const locked = await findWritingState(lock, runId, 'FOR UPDATE');
    if (locked?.isSealed === true) return;
    if (!isMoved) await exchange(client, runId, staging);
    await lock.execute('UPDATE runs SET sealed_rows = :expectedRows WHERE run_id = :runId', {
      runId,
      expectedRows,
    });
  });
}

/** In one go each index is built from sorted rows, in a fraction of the time that keeping it row by row takes. */
async function addKeys(client: DataApiClient, runId: string, staging: string): Promise<void> {
  const { keys } = await readStagingDefinition(client, runId);
  if (keys.length === 0) return;
  await changeTable(client, {
    sql: `ALTER TABLE ${staging} ${keys.map((key) => `ADD ${key}`).join(', ')}`,
    table: staging,
    isMade: async () => (await keysOf(client, staging)).length === keys.length,
  });
}

/**
 * Done twice it would undo itself, and its answer may be lost: so it is tried in a transaction of its own, which looks
 * first. DDL ends that transaction, not the caller's, whose lock keeps others away.
 */
function exchange(client: DataApiClient, runId: string, staging: string): Promise<void> {
  const partition = partitionOf(runId);
  return client.transaction(async (attempt) => {
    if (!(await hasRows(attempt, `FROM ${staging}`))) return;
    if (await hasRows(attempt, `FROM predictions WHERE run_id = '${runId}'`)) {
      await attempt.execute(`ALTER TABLE predictions TRUNCATE PARTITION ${partition}`);
    }
    const validation = (await isMariaDb(attempt)) ? '' : ' WITHOUT VALIDATION';
    await attempt.execute(
      `ALTER TABLE predictions EXCHANGE PARTITION ${partition} WITH TABLE ${staging}${validation}`,
    );
  });
}

/** MariaDB reads every row once more at the exchange, and before 11.4 cannot be told not to. */
async function isMariaDb(statements: Statements): Promise<boolean> {
  const [found] = await statements.query(z.object({ version: z.string() }), 'SELECT VERSION() AS version');
  return found?.version.includes('MariaDB') === true;
}

async function hasRows(statements: Statements, from: string): Promise<boolean> {
  const found = await statements.query(
    z.object({ runId: z.string() }),
    `SELECT run_id AS runId ${from} LIMIT 1`,
  );
  return found.length > 0;
}

function countSealed(client: DataApiClient, runId: string): Promise<number> {
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
