import type { DataApiClient } from './data-api-client.ts';
import { checkRunId } from './staging-table.ts';
import { findWritingState } from './writing-state.ts';

/** Whether the rows that a model gave a run so far are in its staging table or sealed. @throws as `checkRunId` */
export async function holdsRows(
  client: DataApiClient,
  runId: string,
  modelVersion: string,
): Promise<boolean> {
  checkRunId(runId);
  const state = await findWritingState(client, { runId, modelVersion });
  if (state?.modelVersion !== modelVersion) return false;
  return state.hasStaging || state.sealedRows !== null;
}
