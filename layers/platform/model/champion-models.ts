import { UnavailableError } from '#core/errors.ts';
import type { Explainer } from '#core/explain/explainer.ts';
import { type ModelMetadata, modelMetadataSchema } from '#core/lake/documents.ts';
import { modelMetadataKey, modelOnnxKey } from '#core/lake/keys.ts';
import { parseSchemaDocument, type SchemaDocument } from '#core/schema/schema-document.ts';
import { readJson } from '../store/json-objects.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { findChampion } from './champion-pointer.ts';
import { findExplainer, outdatedModelMessage } from './model-explainer.ts';
import { createOnnxScorer, type OnnxScorer } from './onnx-scorer.ts';

/** For how long the champion's pointer is taken as read. */
const RECHECK_MS = 1000;

/** The champion, ready to score and to say why. */
export interface ChampionModel {
  readonly metadata: ModelMetadata;
  readonly schema: SchemaDocument;
  readonly scorer: OnnxScorer;
  readonly explainer: Explainer;
}

/** Keeps the champion in memory between calls and loads the new one when the pointer has moved. */
export interface ChampionModels {
  /** @throws UnavailableError `NO_MODEL` before the first training, `MODEL_OUTDATED` for a model without an explainer */
  current(): Promise<ChampionModel>;
}

export function createChampionModels(store: ObjectStore, now: () => number = Date.now): ChampionModels {
  let loaded: ChampionModel | undefined;
  let checkedAtMs = Number.NEGATIVE_INFINITY;
  return {
    async current() {
      if (loaded !== undefined && now() - checkedAtMs < RECHECK_MS) return loaded;
      const champion = await findChampion(store);
      if (champion === undefined) {
        throw new UnavailableError('NO_MODEL', 'No model has been trained yet.', { retryAfterSeconds: 60 });
      }
      if (loaded?.metadata.modelVersion !== champion.modelVersion) {
        const outdated = loaded;
        loaded = await load(store, champion.modelVersion);
        await outdated?.scorer.release();
      }
      checkedAtMs = now();
      return loaded as ChampionModel;
    },
  };
}

async function load(store: ObjectStore, modelVersion: string): Promise<ChampionModel> {
  const [onnx, metadata, explainer] = await Promise.all([
    store.readBytes(modelOnnxKey(modelVersion)),
    readJson(store, modelMetadataKey(modelVersion), modelMetadataSchema),
    findExplainer(store, modelVersion),
  ]);
  if (explainer === undefined) {
    throw new UnavailableError('MODEL_OUTDATED', outdatedModelMessage(modelVersion), {
      retryAfterSeconds: 60,
    });
  }
  const schema = parseSchemaDocument(metadata.schema);
  return { metadata, schema, explainer, scorer: await createOnnxScorer(onnx, schema) };
}
