import { type Runs, runQualitySchema } from '#core/api/contract.ts';
import { NotFoundError } from '#core/errors.ts';
import type { QualityReport } from '#core/lake/documents.ts';
import { isRunId, qualityKey } from '#core/lake/keys.ts';
import { runStatusSchema } from '#core/lake/run-status.ts';
import { runStatusKeys } from '#platform/runs/run-status-keys.ts';
import { findJson, readJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';

/** How many of the newest runs are shown. */
const MAX_RUNS = 50;

/** The newest runs; answered from the bucket alone, so that it does not wake the database. */
export async function runs(store: ObjectStore): Promise<Runs> {
  const keys = await runStatusKeys(store);
  const newest = keys.slice(-MAX_RUNS).reverse();
  const statuses = await Promise.all(newest.map((key) => readJson(store, key, runStatusSchema)));
  const published = statuses.find((status) => status.state === 'published');
  return {
    runs: statuses.map((status) => ({
      runId: status.runId,
      state: status.state,
      sourceKey: status.sourceKey,
      receivedAt: status.receivedAt,
      updatedAt: status.updatedAt,
      customers: status.customers,
      rejectedRows: status.rejectedRows,
      modelVersion: status.modelVersion,
      failure: status.failure,
      ...(status.progress === undefined ? {} : { progress: status.progress }),
      published: status === published,
    })),
  };
}

/** @throws NotFoundError `RUN_NOT_FOUND` for what is no run or was not cleaned yet */
export async function runQuality(store: ObjectStore, runId: string): Promise<QualityReport> {
  const report = isRunId(runId) ? await findJson(store, qualityKey(runId), runQualitySchema) : undefined;
  if (report === undefined)
    throw new NotFoundError('RUN_NOT_FOUND', 'There is no quality report of such a run.');
  return report;
}
