import { contactTermsOf } from '#core/economics/contact-rule.ts';
import { bestThreshold, outcomeOfRule } from '#core/evaluation/contact-policies.ts';
import type { ModelMetadata } from '#core/lake/documents.ts';
import { modelCardKey, modelCardTextKey } from '#core/lake/keys.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { JudgedRows } from '#core/training/judged-customers.ts';
import { modelCard } from '#core/training/model-card.ts';
import { modelCardText } from '#core/training/model-card-text.ts';
import { writeJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';

/** Writes card.json and card.md beside the model. */
export async function writeModelCard(
  store: ObjectStore,
  metadata: ModelMetadata,
  schema: SchemaDocument,
  judged: JudgedRows,
): Promise<void> {
  const terms = contactTermsOf(schema.economics);
  const card = modelCard(metadata, schema, {
    currency: schema.economics.currency,
    rule: outcomeOfRule(judged, terms),
    bestThreshold: bestThreshold(judged, terms),
  });
  const { modelVersion } = metadata;
  await writeJson(store, modelCardKey(modelVersion), card);
  const markdown = { contentType: 'text/markdown; charset=utf-8' };
  await store.write(modelCardTextKey(modelVersion), modelCardText(card), markdown);
}
