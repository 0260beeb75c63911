import { modelInputOf } from '#core/onnx/table-input.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import type { OnnxScorer } from './onnx-scorer.ts';

/** Customers asked about in one call: their texts stay few. */
const BATCH_ROWS = 8192;

/** A model's probability for every row of a feature table. */
export async function scoreTable(
  scorer: OnnxScorer,
  table: FeatureTable,
  schema: SchemaDocument,
): Promise<Float32Array> {
  const probabilities = new Float32Array(table.rowCount);
  for (let from = 0; from < table.rowCount; from += BATCH_ROWS) {
    const to = Math.min(from + BATCH_ROWS, table.rowCount);
    probabilities.set(await scorer.score(modelInputOf(table, schema, from, to)), from);
  }
  return probabilities;
}
