import { explainerDocumentSchema } from '#core/explain/explainer-document.ts';
import { explainerOf } from '#core/explain/explainer-of-model.ts';
import { type Champion, championSchema, modelMetadataSchema } from '#core/lake/documents.ts';
import { CHAMPION_KEY, modelExplainerKey, modelMetadataKey, modelOnnxKey } from '#core/lake/keys.ts';
import type { Learner } from '#core/learners/learner.ts';
import { churnModelOnnx } from '#core/onnx/churn-model.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { labelledRows } from '#core/training/labelled-rows.ts';
import { readJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';

/** The objects that /predict reads of a champion, by key, and what the bench says of it. */
export interface ModelFiles {
  readonly name: string;
  /** 0 for a model without any. */
  readonly trees: number;
  readonly champion: Champion;
  readonly objects: ReadonlyMap<string, Uint8Array>;
}

/** The standing champion of a bucket. @throws ChurnError of the store */
export async function championFiles(store: ObjectStore): Promise<ModelFiles> {
  const champion = await readJson(store, CHAMPION_KEY, championSchema);
  const version = champion.modelVersion;
  const objects = new Map<string, Uint8Array>();
  const keys = [CHAMPION_KEY, modelMetadataKey(version), modelOnnxKey(version), modelExplainerKey(version)];
  for (const key of keys) objects.set(key, await store.readBytes(key));
  const { chosen } = await readJson(store, modelMetadataKey(version), modelMetadataSchema);
  const { model } = await readJson(store, modelExplainerKey(version), explainerDocumentSchema);
  const trees = model.kind === 'trees' ? model.trees.count : 0;
  return { name: `the sample's champion, ${chosen.name}`, trees, champion, objects };
}

/** What a learner's model would be as the champion: fitted on all labelled rows, without a calibration of its own. */
export function learnedFiles(
  learner: Learner,
  table: FeatureTable,
  schema: SchemaDocument,
  standing: ModelFiles,
): ModelFiles {
  const { champion } = standing;
  const training = { table, rows: labelledRows(table).rows };
  const model = learner.fit(table, training.rows, 1);
  const calibration = { method: 'none' } as const;
  const version = champion.modelVersion;
  const explainer = explainerOf({ modelVersion: version, model, calibration, schema }, training);
  const objects = new Map(standing.objects);
  objects.set(modelOnnxKey(version), churnModelOnnx(model, calibration, schema));
  objects.set(modelExplainerKey(version), Buffer.from(JSON.stringify(explainer)));
  const trees = model.kind === 'logistic-regression' ? 0 : model.trees.roots.length;
  return { name: learner.name, trees, champion, objects };
}
