import { joinedParts } from '#core/features/joined-parts.ts';
import type { FeatureProfile } from '#core/lake/documents.ts';
import { featuresPartKey } from '#core/lake/keys.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { ObjectStore } from '../store/object-store.ts';

/** A run's customer_features.csv, all parts as one table. @throws as `joinedParts` and the store while it is read */
export function readFeatures(
  store: ObjectStore,
  { runId, parts }: Pick<FeatureProfile, 'runId' | 'parts'>,
  schema: SchemaDocument,
): AsyncIterable<Uint8Array> {
  const keys = parts.map((_, index) => featuresPartKey(runId, index + 1));
  return joinedParts(
    keys.map((key) => () => store.read(key)),
    schema,
  );
}
