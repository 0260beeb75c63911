import { featureProfileSchema } from '#core/lake/documents.ts';
import { modelMetadataKey, modelVersionOf, profileKey } from '#core/lake/keys.ts';
import { type TrainingPlace, trainingPlace } from '#core/training/training-place.ts';
import { readRunContext, requireRunId } from '#platform/runs/run-context.ts';
import type { ObjectArrival } from '#platform/stage/object-events.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { logger } from '#platform/telemetry/logger.ts';
import type { TrainingTasks } from '#platform/training-task/training-tasks.ts';
import { trainRun } from './train-run.ts';
import type { TrainingPorts } from './training-ports.ts';

/** The training's ports, and who runs the trainings that a function cannot hold. */
export interface TrainPorts extends TrainingPorts {
  readonly tasks: TrainingTasks;
}

/** Trains on a run in the function, or has a task do it where the rows are too many. */
export async function train(
  ports: TrainPorts,
  object: ObjectArrival,
  belongsTo: (runId: string) => void,
): Promise<void> {
  const runId = requireRunId(object.key);
  belongsTo(runId);
  const { place, reason } = await placeOf(ports, runId);
  logger.info('training', { place, reason });
  if (place === 'function') return trainRun(ports, runId);
  await startTask(ports, runId, object);
}

/** A run whose model is there has only its champion to decide, which takes no room. */
async function placeOf({ store, memoryMib, threads }: TrainPorts, runId: string): Promise<TrainingPlace> {
  const { schema } = await readRunContext(store, runId);
  const profile = await readJson(store, profileKey(runId), featureProfileSchema);
  const place = trainingPlace(profile, schema, { memoryMib, threads });
  if (place.place === 'function') return place;
  const model = await store.head(modelMetadataKey(modelVersionOf(runId)));
  return model === undefined ? place : { place: 'function', reason: 'The model is there already.' };
}

/**
 * The run waits for its task from here on, which notes itself how it ends. A failed run is left as it is until the task
 * is at work: an event that comes late finds its task ended, and nobody would end the run again.
 */
async function startTask({ ledger, tasks }: TrainPorts, runId: string, object: ObjectArrival): Promise<void> {
  const status = await ledger.find(runId);
  if (status?.state !== 'failed') await ledger.advance(runId, 'training');
  const { version, arrivedAt } = object;
  const outcome = await tasks.start({ runId, occasion: version.versionId ?? arrivedAt.toISOString() });
  logger.info('training task', { outcome });
}
