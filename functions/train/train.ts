import { isDeepStrictEqual } from 'node:util';
import { DataError } from '#core/errors.ts';
import { readFeatureTable } from '#core/features/read-feature-table.ts';
import { type ModelMetadata, modelMetadataSchema } from '#core/lake/documents.ts';
import { customerFeaturesKey, modelMetadataKey, modelOnnxKey, modelVersionOf } from '#core/lake/keys.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { trainChampion } from '#core/training/train-champion.ts';
import { requiredEnvironment } from '#platform/environment.ts';
import { decideChampion, findChampion } from '#platform/model/champion-pointer.ts';
import { type RunContext, readRunContext, requireRunId } from '#platform/runs/run-context.ts';
import type { ObjectArrival } from '#platform/stage/object-events.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { findJson, readJson, writeJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import { logger } from '#platform/telemetry/logger.ts';

/** The same data gives the same model. */
const SEED = 20_261_122;

/** Trains on a run and names the champion by which the run is then scored. */
export async function train(
  { store, ledger }: StagePorts,
  object: ObjectArrival,
  belongsTo: (runId: string) => void,
): Promise<void> {
  const runId = requireRunId(object.key);
  belongsTo(runId);
  await ledger.advance(runId, 'training');
  const run = await readRunContext(store, runId);
  const modelVersion = await modelFor(store, run);
  const decision = await decideChampion(store, { modelVersion, runId, decidedAt: new Date().toISOString() });
  logger.info('champion', { modelVersion, decision });
  if (decision === 'overtaken') await ledger.advance(runId, 'superseded', { modelVersion });
}

async function modelFor(store: ObjectStore, run: RunContext): Promise<string> {
  const modelVersion = modelVersionOf(run.runId);
  const trained = await findJson(store, modelMetadataKey(modelVersion), modelMetadataSchema);
  if (trained !== undefined) return modelVersion;
  try {
    await trainModel(store, run, modelVersion);
    return modelVersion;
  } catch (error) {
    if (!(error instanceof DataError) || error.code !== 'NO_LABELLED_ROWS') throw error;
    return standingModel(store, run, error);
  }
}

async function trainModel(store: ObjectStore, run: RunContext, modelVersion: string): Promise<void> {
  const table = await readFeatureTable(await store.read(customerFeaturesKey(run.runId)), run.schema);
  const { onnx, metadata } = trainChampion(table, run.schema, {
    runId: run.runId,
    modelVersion,
    dataSha256: run.manifest.contentSha256,
    codeVersion: requiredEnvironment('CODE_VERSION'),
    trainedAt: new Date().toISOString(),
    seed: SEED,
    onProgress: (message) => logger.info(message),
  });
  await store.write(modelOnnxKey(modelVersion), onnx, { contentType: 'application/octet-stream' });
  await writeJson(store, modelMetadataKey(modelVersion), metadata);
}

/** A base without labels is scored by the model that stands, if it reads the same columns. */
async function standingModel(store: ObjectStore, run: RunContext, noLabels: DataError): Promise<string> {
  const champion = await findChampion(store);
  if (champion === undefined) throw noLabels;
  const metadata = await readJson<ModelMetadata>(
    store,
    modelMetadataKey(champion.modelVersion),
    modelMetadataSchema,
  );
  if (!isDeepStrictEqual(parseSchemaDocument(metadata.schema).columns, run.schema.columns)) {
    throw new DataError(
      'CHAMPION_OF_OTHER_COLUMNS',
      `No row has a label, and the standing model ${champion.modelVersion} was trained on other columns.`,
    );
  }
  return champion.modelVersion;
}
