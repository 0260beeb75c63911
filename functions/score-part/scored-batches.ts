import { CustomerFiguresRule } from '#core/economics/customer-figures.ts';
import { readScoringBatches } from '#core/features/read-scoring-batches.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { type FeatureProfile, modelMetadataSchema } from '#core/lake/documents.ts';
import { featuresPartKey, modelMetadataKey } from '#core/lake/keys.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import { readJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import { scoredRows } from './scored-rows.ts';
import { openScoringModel } from './scoring-model.ts';

const BATCH_ROWS = 4_096;

/** What is scored, and by which model. */
export interface PartToScore {
  readonly profile: Pick<FeatureProfile, 'runId' | 'rows'>;
  /** 1, 2 and so on. */
  readonly part: number;
  readonly modelVersion: string;
  readonly schema: SchemaDocument;
}

/**
 * A part's customers with what the model says of each, in the order of the file and as they are taken.
 * @throws as readScoringBatches, openScoringModel and the store
 */
export async function* scoredBatches(
  store: ObjectStore,
  { profile, part, modelVersion, schema }: PartToScore,
): AsyncGenerator<readonly ScoredRow[], void, undefined> {
  const { retention } = await readJson(store, modelMetadataKey(modelVersion), modelMetadataSchema);
  const rule = new CustomerFiguresRule(schema, retention);
  const model = await openScoringModel(store, modelVersion, schema, profile.rows);
  try {
    const features = await store.read(featuresPartKey(profile.runId, part));
    for await (const batch of readScoringBatches(features, schema, BATCH_ROWS)) {
      yield scoredRows(batch, await model.answer(batch), rule);
    }
  } finally {
    await model.release();
  }
}
