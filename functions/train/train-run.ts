import { featureProfileSchema, modelMetadataSchema } from '#core/lake/documents.ts';
import { modelMetadataKey, modelVersionOf, profileKey } from '#core/lake/keys.ts';
import { noLabelledRows } from '#core/training/labelled-rows.ts';
import { decideChampion } from '#platform/model/champion-pointer.ts';
import { ProgressReport } from '#platform/runs/progress-report.ts';
import { type RunContext, readRunContext } from '#platform/runs/run-context.ts';
import { findJson, readJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { requireStandingModel } from './standing-model.ts';
import { trainModel } from './train-model.ts';
import type { TrainingPorts } from './training-ports.ts';

/**
 * Trains on a run, here and now, and names the model by which the run is then scored: the new one, or the one that
 * stands. Function and task do the same.
 */
export async function trainRun(ports: TrainingPorts, runId: string): Promise<void> {
  const { store, ledger } = ports;
  await ledger.advance(runId, 'training');
  const run = await readRunContext(store, runId);
  const progress = new ProgressReport({ ledger, runId, stage: 'train' });
  const modelVersion = await championFor(ports, run, progress);
  await progress.end();
  const outcome = await decideChampion(store, { modelVersion, runId, decidedAt: new Date().toISOString() });
  logger.info('champion', { modelVersion, outcome });
  if (outcome === 'overtaken') return ledger.advance(runId, 'superseded', { modelVersion });
  // Scoring reads the newest decision alone: nobody would end that run.
  if (outcome.decided.overtook !== undefined) await ledger.overtake(outcome.decided.overtook);
}

/** The version of the model that the run makes or finds the champion. A run without any label is not even read. */
async function championFor(ports: TrainingPorts, run: RunContext, progress: ProgressReport): Promise<string> {
  const { store } = ports;
  const modelVersion = modelVersionOf(run.runId);
  const made = await findJson(store, modelMetadataKey(modelVersion), modelMetadataSchema);
  if (made === undefined && (await hasNoLabels(store, run.runId))) {
    return (await requireStandingModel(store, run, noLabelledRows())).modelVersion;
  }
  const { promotion } = made ?? (await trainModel(ports, run, modelVersion, progress));
  return promotion?.decision === 'challenger' ? (promotion.against ?? modelVersion) : modelVersion;
}

async function hasNoLabels(store: ObjectStore, runId: string): Promise<boolean> {
  return (await readJson(store, profileKey(runId), featureProfileSchema)).labelled === 0;
}
