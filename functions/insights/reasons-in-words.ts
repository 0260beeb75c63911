import type { Customer } from '#core/api/contract.ts';
import type { Reason } from '#core/explain/reasons.ts';
import { type ColumnLabels, columnLabels, inWords } from '#core/explain/words.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';

/** Of the model last asked for: a model's metadata never change, and nearly all questions are about one model. */
let known: { readonly modelVersion: string; readonly labels: ColumnLabels } | undefined;

/** A customer's stored reasons with the labels of the model's schema and a sentence each; undefined without any. */
export async function reasonsInWords(
  reader: Pick<InsightsReader, 'model'>,
  modelVersion: string,
  reasons: readonly Reason[] | undefined,
): Promise<Customer['customer']['reasons']> {
  if (reasons === undefined) return undefined;
  if (known?.modelVersion !== modelVersion) {
    const { schema } = await reader.model(modelVersion);
    known = { modelVersion, labels: columnLabels(parseSchemaDocument(schema)) };
  }
  const { labels } = known;
  return reasons.map((reason) => inWords(reason, labels));
}
