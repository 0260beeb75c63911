import { cleanHeader } from '../cleaning/clean-header.ts';
import { type StreamWriter, withPipe } from '../csv/byte-pipe.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { CsvWriter } from '../csv/csv-writer.ts';
import type { FeatureProfile } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { DerivedCells } from './derived-cells.ts';
import { FeatureProfiler } from './feature-profiler.ts';
import { FeatureRowWriter } from './feature-row-writer.ts';
import { featuresHeader, openTable } from './table-reader.ts';
import { type FileCells, schemaCells, TypedRows } from './typed-rows.ts';
import { COUNTED_TEXTS } from './value-counter.ts';

/**
 * Streams clean_customers.csv to customer_features.csv and profiles it; the answer comes once the file has arrived.
 * Numbers are rounded to float32, in which the model computes.
 * @throws DataError as `openTable` and `TypedRows.read`; and whatever the writer fails with.
 */
export async function buildFeatures(
  cleanCustomers: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
  runId: string,
  output: StreamWriter,
): Promise<FeatureProfile> {
  const cleanNames = cleanHeader(schema);
  const names = featuresHeader(schema);
  const csv = await openTable(cleanCustomers, cleanNames);
  try {
    const rows = new TypedRows(schema, cleanNames.length, schemaCells(schema, COUNTED_TEXTS));
    const derived = new DerivedCells(schema, rows.columns);
    const profiler = new FeatureProfiler(names, [...rows.columns, ...derived.columns]);
    await withPipe(output, async (sink) => {
      const writer = new CsvWriter(sink);
      writer.row(names);
      const rowWriter = new FeatureRowWriter(writer, schema, rows.columns, derived.columns);
      for await (const batch of csv.batches) {
        rows.read(batch);
        roundToFloat32(rows.columns, batch.recordCount);
        derived.compute(batch.recordCount);
        profiler.add(rows.label, batch.recordCount);
        await writeBatch(writer, rowWriter, batch);
      }
      await writer.flush();
    });
    return profiler.profile(runId);
  } finally {
    await csv.close();
  }
}

async function writeBatch(writer: CsvWriter, rows: FeatureRowWriter, batch: CsvBatch): Promise<void> {
  for (let row = 0; row < batch.recordCount; ) {
    row = rows.writeUntilFull(batch, row);
    if (writer.isFull) await writer.flush();
  }
}

function roundToFloat32(columns: readonly FileCells[], rows: number): void {
  for (const cells of columns) {
    if (cells.kind !== 'numeric') continue;
    const { values } = cells;
    for (let row = 0; row < rows; row++) values[row] = Math.fround(values[row]!);
  }
}
