import { isDeepStrictEqual } from 'node:util';
import { DataError } from '#core/errors.ts';
import { type ModelMetadata, modelMetadataSchema } from '#core/lake/documents.ts';
import { modelCustomersKey, modelExplainerKey, modelMetadataKey, modelOnnxKey } from '#core/lake/keys.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import type { StandingModel } from '#core/training/promotion.ts';
import { newCustomers, type TrainedOn } from '#core/training/trained-on.ts';
import { findChampion } from '#platform/model/champion-pointer.ts';
import { createOnnxScorer } from '#platform/model/onnx-scorer.ts';
import { scoreTable } from '#platform/model/score-table.ts';
import type { RunContext } from '#platform/runs/run-context.ts';
import { findBytes } from '#platform/store/find-bytes.ts';
import { readJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';

/**
 * The model that stands, for a base without labels.
 * @throws DataError `noLabels` where none stands, `CHAMPION_OF_OTHER_COLUMNS` where it reads other columns.
 */
export async function requireStandingModel(
  store: ObjectStore,
  run: RunContext,
  noLabels: DataError,
): Promise<ModelMetadata> {
  const metadata = await findStandingModel(store);
  if (metadata === undefined) throw noLabels;
  if (readsColumnsOf(run, metadata)) return metadata;
  throw new DataError(
    'CHAMPION_OF_OTHER_COLUMNS',
    `No row has a label, and the standing model ${metadata.modelVersion} was trained on other columns.`,
  );
}

/**
 * What a new model of the run is held against; undefined where no model stands, it reads other columns, or it is from
 * before models could be explained, which no run can be scored with any more.
 */
export async function findContender(
  store: ObjectStore,
  run: RunContext,
  table: FeatureTable,
): Promise<StandingModel | undefined> {
  const metadata = await findStandingModel(store);
  if (metadata === undefined || !readsColumnsOf(run, metadata)) return undefined;
  const { modelVersion } = metadata;
  if ((await store.head(modelExplainerKey(modelVersion))) === undefined) return undefined;
  const known = await findBytes(store, modelCustomersKey(modelVersion));
  if (known === undefined) return { modelVersion, scores: [], isNew: () => false };
  const scorer = await createOnnxScorer(await store.readBytes(modelOnnxKey(modelVersion)), run.schema);
  try {
    const scores = await scoreTable(scorer, table, run.schema);
    return { modelVersion, scores, isNew: newCustomers(float64Of(known), table) };
  } finally {
    await scorer.release();
  }
}

async function findStandingModel(store: ObjectStore): Promise<ModelMetadata | undefined> {
  const champion = await findChampion(store);
  return champion && readJson(store, modelMetadataKey(champion.modelVersion), modelMetadataSchema);
}

function readsColumnsOf(run: RunContext, metadata: ModelMetadata): boolean {
  return isDeepStrictEqual(parseSchemaDocument(metadata.schema).columns, run.schema.columns);
}

function float64Of(bytes: Uint8Array): TrainedOn {
  return new Float64Array(Uint8Array.from(bytes).buffer);
}
