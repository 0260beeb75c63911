import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import { isRunId } from '#core/lake/keys.ts';
import type { ScoringOrder } from '#core/lake/scoring-orders.ts';
import type { Statements } from './data-api-client.ts';

const STAGING_PREFIX = 'staging_';
const STAGING_NAME = /^staging_r([^_]+)_([^_]+)(?:_[0-9a-f]{8})?$/;

/** How a run's staging table is made, and what it lacks of `predictions` until it is sealed. */
export interface StagingDefinition {
  /** One CREATE TABLE that bears repetition: the columns and the primary key. */
  readonly create: string;
  /** The other keys as they stand in a table's definition, e.g. ``KEY `by_priority` (`run_id`,`priority` DESC)``. */
  readonly keys: readonly string[];
}

/** @throws ChurnError `RUN_ID_INVALID` for what may not become part of a table's name */
export function checkRunId(runId: string): void {
  if (!isRunId(runId)) throw new ChurnError('RUN_ID_INVALID', `${JSON.stringify(runId)} is no run id.`);
}

/** The run's partition: `20261122T090010Z-3f9a01bc` → `r20261122T090010Z_3f9a01bc` @throws as `checkRunId` */
export function partitionOf(runId: string): string {
  checkRunId(runId);
  return `r${runId.replace('-', '_')}`;
}

/**
 * The table that takes a run's rows by one model before it is sealed: those of another model, which began before or after,
 * never come between them. @throws as `checkRunId`
 */
export function stagingTableOf({ runId, modelVersion }: ScoringOrder): string {
  const model = createHash('sha256').update(modelVersion).digest('hex').slice(0, 8);
  return `${STAGING_PREFIX}${partitionOf(runId)}_${model}`;
}

/** The run that a table takes the rows of; undefined for any other table. Once its name did not end with the model. */
export function runOfStagingTable(table: string): string | undefined {
  const [, time, content] = STAGING_NAME.exec(table) ?? [];
  const runId = `${time}-${content}`;
  return isRunId(runId) ? runId : undefined;
}

/**
 * Reads from `predictions` as it is now, after whatever migration, how the run's staging table must be made: one that
 * differs in anything could not become a partition.
 */
export async function readStagingDefinition(
  statements: Statements,
  order: ScoringOrder,
): Promise<StagingDefinition> {
  const [found] = await statements.query(
    z.object({ 'Create Table': z.string() }),
    'SHOW CREATE TABLE predictions',
  );
  return stagingDefinitionOf(found?.['Create Table'] ?? '', order);
}

/**
 * Cuts the partitions and the secondary keys off a definition as SHOW CREATE TABLE writes it: a line a column or key,
 * and a line of options that a bracket opens. @throws ChurnError `DATABASE_ROW_INVALID` where it is written otherwise
 */
export function stagingDefinitionOf(definition: string, order: ScoringOrder): StagingDefinition {
  const lines = definition.split('\n');
  const end = lines.findIndex((line) => line.startsWith(')'));
  const parts = lines.slice(1, end).map((line) => line.trim().replace(/,$/, ''));
  if (end === -1 || !parts.some((part) => part.startsWith('PRIMARY KEY'))) {
    throw new ChurnError('DATABASE_ROW_INVALID', 'The definition of predictions cannot be read.');
  }
  const isKey = (part: string) => /^(UNIQUE )?KEY /.test(part);
  const columns = parts.filter((part) => !isKey(part));
  return {
    create: `CREATE TABLE IF NOT EXISTS ${stagingTableOf(order)} (\n${columns.join(',\n')}\n${lines[end]}`,
    keys: parts.filter(isKey),
  };
}
