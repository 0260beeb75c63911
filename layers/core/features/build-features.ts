import { cleanHeader } from '../cleaning/clean-customers.ts';
import { type StreamWriter, withPipe } from '../csv/byte-pipe.ts';
import { createCsvWriter } from '../csv/csv-writer.ts';
import type { FeatureProfile } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { derivedValuesAppender } from './derived-values.ts';
import { FeatureProfiler } from './feature-profiler.ts';
import { formatFloat32 } from './float32-text.ts';
import {
  FIRST_COLUMN_POSITION,
  featuresHeader,
  ID_POSITION,
  LABEL_POSITION,
  labelIn,
  numberIn,
  openTable,
  requireWholeRow,
} from './table-reader.ts';

/**
 * Streams clean_customers.csv to customer_features.csv and profiles it; the answer comes once the file has arrived.
 * Numbers are rounded to float32, in which the model computes.
 * @throws DataError as `openTable`, `requireWholeRow`, `numberIn` and `labelIn`; and whatever the writer fails with.
 */
export async function buildFeatures(
  cleanCustomers: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
  runId: string,
  output: StreamWriter,
): Promise<FeatureProfile> {
  const header = cleanHeader(schema);
  const csv = await openTable(cleanCustomers, header);
  const profiler = new FeatureProfiler(schema);
  const appendDerived = derivedValuesAppender(schema);
  try {
    await withPipe(output, async (sink) => {
      const writer = createCsvWriter(sink);
      writer.row(featuresHeader(schema));
      for await (const batch of csv.batches) {
        for (const record of batch) {
          requireWholeRow(record, header.length);
          const values = schema.columns.map((column, index) => {
            const position = FIRST_COLUMN_POSITION + index;
            return column.type === 'numeric'
              ? Math.fround(numberIn(record, position))
              : record.fields[position]!;
          });
          appendDerived(values);
          profiler.add(labelIn(record, schema), values);
          const isFull = writer.row([
            record.fields[ID_POSITION]!,
            record.fields[LABEL_POSITION]!,
            ...values.map((value) => (typeof value === 'number' ? formatFloat32(value) : value)),
          ]);
          if (isFull) await writer.flush();
        }
      }
      await writer.flush();
    });
  } finally {
    await csv.close();
  }
  return profiler.profile(runId);
}
