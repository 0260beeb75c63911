import { z } from 'zod';
import { ChurnError } from '#core/errors.ts';
import type { DataApiClient, Statements } from './data-api-client.ts';
import type { RunRecord } from './insights-store.ts';
import { checkRunId, readStagingDefinition } from './staging-table.ts';
import { WRITE_RUN } from './write-statements.ts';

/** How far the writing of a run has come. */
export interface WritingState {
  readonly modelVersion: string;
  /** Whether all of its rows by this model are in `predictions`, where they stay as they are. */
  readonly isSealed: boolean;
}

const stateRow = z
  .object({ modelVersion: z.string(), isSealed: z.number() })
  .transform(({ modelVersion, isSealed }): WritingState => ({ modelVersion, isSealed: isSealed === 1 }));

/** Undefined for a run that was not begun. With `lock` in a transaction, others wait for its end. */
export async function findWritingState(
  statements: Statements,
  runId: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<WritingState | undefined> {
  const [found] = await statements.query(
    stateRow,
    `SELECT model_version AS modelVersion, sealed_rows IS NOT NULL OR published_at IS NOT NULL AS isSealed
     FROM runs WHERE run_id = :runId ${lock}`,
    { runId },
  );
  return found;
}

/**
 * Writes the run's record and makes its staging table, or finds the one of an earlier attempt. A run that this model's
 * rows were sealed for needs none; those of another model are to be replaced.
 * @throws ChurnError `RUN_ALREADY_PUBLISHED` with another model; `RUN_ID_INVALID`
 */
export async function beginRun(client: DataApiClient, run: RunRecord): Promise<void> {
  const { runId, riskThresholds, dimensions, ...rest } = run;
  checkRunId(runId);
  await client.execute(WRITE_RUN, {
    runId,
    ...rest,
    dimensions: JSON.stringify(dimensions),
    mediumThreshold: riskThresholds.medium,
    highThreshold: riskThresholds.high,
  });
  const stored = await findWritingState(client, runId);
  if (stored?.modelVersion !== run.modelVersion) {
    throw new ChurnError(
      'RUN_ALREADY_PUBLISHED',
      `Run ${runId} was published with model ${stored?.modelVersion}; its rows cannot be replaced.`,
    );
  }
  if (stored.isSealed) return;
  const { create } = await readStagingDefinition(client, runId);
  await client.define(create);
}
