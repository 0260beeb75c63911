import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { DataApiClient, Statements } from './data-api-client.ts';
import { partitionOf } from './staging-table.ts';

const POLL_MS = 1_000;
const named = z.object({ name: z.string() });

/** A change of a table, and how to see that it has been made. */
export interface TableChange {
  /** Begins with `ALTER TABLE <table>`. */
  readonly sql: string;
  readonly table: string;
  readonly isMade: () => Promise<boolean>;
}

/**
 * Makes a change of a table, however long it takes: a call is given 45 s, while the statement goes on in the database
 * until it has ended. That it was made before, or is being made by another, is no fault.
 * @throws the call's error, where the change is neither made nor being made
 */
export async function changeTable(client: DataApiClient, { sql, table, isMade }: TableChange): Promise<void> {
  try {
    await client.define(sql);
  } catch (error) {
    await untilAltered(client, table);
    if (!(await isMade())) throw error;
  }
}

/** Waits while any ALTER TABLE of the table is at work. */
export async function untilAltered(statements: Statements, table: string): Promise<void> {
  while (await isBeingAltered(statements, table)) await sleep(POLL_MS);
}

async function isBeingAltered(statements: Statements, table: string): Promise<boolean> {
  // Behind the name comes a space or a line end.
  const found = await statements.query(
    z.object({ id: z.number() }),
    `SELECT ID AS id FROM information_schema.PROCESSLIST
     WHERE COMMAND = 'Query' AND INFO LIKE :statement ESCAPE '!' LIMIT 1`,
    { statement: `ALTER TABLE ${table.replaceAll('_', '!_')}_%` },
  );
  return found.length > 0;
}

/** Adds the run's partition; that it is there already, or is being added by another, is no fault. */
export function addPartition(client: DataApiClient, runId: string): Promise<void> {
  return changeTable(client, {
    sql: `ALTER TABLE predictions ADD PARTITION (PARTITION ${partitionOf(runId)} VALUES IN ('${runId}'))`,
    table: 'predictions',
    isMade: () => hasPartition(client, runId),
  });
}

export async function hasPartition(statements: Statements, runId: string): Promise<boolean> {
  const found = await statements.query(
    named,
    `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'predictions' AND PARTITION_NAME = :partition`,
    { partition: partitionOf(runId) },
  );
  return found.length > 0;
}

/** How many secondary keys a table has. */
export async function keyCountOf(statements: Statements, table: string): Promise<number> {
  const found = await statements.query(
    named,
    `SELECT DISTINCT INDEX_NAME AS name FROM information_schema.STATISTICS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = :table AND INDEX_NAME <> 'PRIMARY'`,
    { table },
  );
  return found.length;
}
