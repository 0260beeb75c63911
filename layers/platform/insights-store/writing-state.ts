import * as z from 'zod';
import type { ScoringOrder } from '#core/lake/scoring-orders.ts';
import type { Statements } from './data-api-client.ts';
import { partitionOf, stagingTableOf } from './staging-table.ts';

/** How far the writing of a run by one model has come. */
export interface WritingState {
  /** Of the model that began on the run last; perhaps another. */
  readonly modelVersion: string;
  /** How many rows by this model are in `predictions`, all there are, where they stay as they are; else null. */
  readonly sealedRows: number | null;
  readonly hasStaging: boolean;
  /** There is a staging table, but from before a migration of `predictions`: it could not become a partition. */
  readonly hasOutdatedStaging: boolean;
  readonly hasPartition: boolean;
  /** Else MySQL. */
  readonly isMariaDb: boolean;
}

const stateRow = z
  .object({
    modelVersion: z.string(),
    sealedRows: z.number().nullable(),
    stagingColumns: z.number(),
    columns: z.number(),
    stagingKeys: z.number(),
    sharedKeys: z.number(),
    parts: z.number(),
    version: z.string(),
  })
  .transform(({ modelVersion, sealedRows, parts, version, ...found }): WritingState => {
    const isOutdated = found.stagingColumns !== found.columns || found.stagingKeys !== found.sharedKeys;
    const isThere = found.stagingColumns > 0;
    return {
      modelVersion,
      sealedRows,
      hasStaging: isThere && !isOutdated,
      hasOutdatedStaging: isThere && isOutdated,
      hasPartition: parts > 0,
      isMariaDb: version.includes('MariaDB'),
    };
  });

/** Undefined for a run that was not begun. With `lock` in a transaction, others wait for its end. */
export async function findWritingState(
  statements: Statements,
  order: ScoringOrder,
  lock: '' | 'FOR UPDATE' = '',
): Promise<WritingState | undefined> {
  const { runId } = order;
  const [found] = await statements.query(
    stateRow,
    `SELECT model_version AS modelVersion,
       COALESCE(sealed_rows, IF(published_at IS NULL, NULL, customers)) AS sealedRows,
       (SELECT COUNT(*) FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = :staging) AS stagingColumns,
       (SELECT COUNT(*) FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'predictions') AS columns,
       (SELECT COUNT(*) FROM information_schema.STATISTICS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = :staging) AS stagingKeys,
       (SELECT COUNT(*) FROM information_schema.STATISTICS s JOIN information_schema.STATISTICS p
          ON p.INDEX_NAME = s.INDEX_NAME AND p.SEQ_IN_INDEX = s.SEQ_IN_INDEX AND p.COLUMN_NAME = s.COLUMN_NAME
        WHERE s.TABLE_SCHEMA = DATABASE() AND s.TABLE_NAME = :staging
          AND p.TABLE_SCHEMA = DATABASE() AND p.TABLE_NAME = 'predictions') AS sharedKeys,
       (SELECT COUNT(*) FROM information_schema.PARTITIONS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'predictions' AND PARTITION_NAME = :partition) AS parts,
       VERSION() AS version
     FROM runs WHERE run_id = :runId ${lock}`,
    { runId, staging: stagingTableOf(order), partition: partitionOf(runId) },
  );
  return found;
}
