import { ChurnError } from '#core/errors.ts';
import type { DataApiClient } from './data-api-client.ts';
import type { RunRecord } from './insights-store.ts';
import { checkRunId, readStagingDefinition, stagingTableOf } from './staging-table.ts';
import { WRITE_RUN } from './write-statements.ts';
import { findWritingState } from './writing-state.ts';

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
  const stored = await findWritingState(client, run);
  if (stored?.modelVersion !== run.modelVersion) {
    throw new ChurnError(
      'RUN_ALREADY_PUBLISHED',
      `Run ${runId} was published with model ${stored?.modelVersion}; its rows cannot be replaced.`,
    );
  }
  if (stored.sealedRows !== null || stored.hasStaging) return;
  if (stored.hasOutdatedStaging) await client.define(`DROP TABLE IF EXISTS ${stagingTableOf(run)}`);
  const { create } = await readStagingDefinition(client, run);
  await client.define(create);
}
