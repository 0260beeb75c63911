import type { SchemaDocument } from '../schema/schema-document.ts';
import { type ScoringBatch, ScoringBatchBuilder, type ScoringInput } from './scoring-batch-builder.ts';
import { featuresHeader, openTable } from './table-reader.ts';

export type { ScoringBatch, ScoringInput };

/**
 * Reads customer_features.csv in batches of `batchRows` customers (the last may have fewer); none where it has no rows.
 * @throws DataError as `openTable` and `TypedRows.read`.
 */
export async function* readScoringBatches(
  chunks: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
  batchRows: number,
): AsyncGenerator<ScoringBatch, void, undefined> {
  const csv = await openTable(chunks, featuresHeader(schema));
  const batch = new ScoringBatchBuilder(schema, batchRows);
  for await (const rows of csv.batches) {
    batch.read(rows);
    for (let row = 0; row < rows.recordCount; ) {
      row += batch.add(rows, row);
      if (batch.rows === batchRows) yield batch.take();
    }
  }
  if (batch.rows > 0) yield batch.take();
}
