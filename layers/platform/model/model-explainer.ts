import { createExplainer, type Explainer } from '#core/explain/explainer.ts';
import { explainerDocumentSchema } from '#core/explain/explainer-document.ts';
import { modelExplainerKey } from '#core/lake/keys.ts';
import { findJson } from '../store/json-objects.ts';
import type { ObjectStore } from '../store/object-store.ts';

/** The explainer of a model; undefined for a model from before models had one. @throws as `findJson`, `createExplainer` */
export async function findExplainer(
  store: ObjectStore,
  modelVersion: string,
): Promise<Explainer | undefined> {
  const document = await findJson(store, modelExplainerKey(modelVersion), explainerDocumentSchema);
  return document && createExplainer(document);
}

/** What to tell of a model without one. */
export function outdatedModelMessage(modelVersion: string): string {
  return `The model ${modelVersion} was trained by an older version and cannot be explained: upload labelled customers, so that a new one is trained.`;
}
