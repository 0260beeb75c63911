import type { ByteBuffer } from '../csv/byte-buffer.ts';
import { COMMA, LINE_FEED } from '../csv/characters.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { writeCsvField } from '../csv/csv-writer.ts';
import { FormattedTexts } from '../csv/formatted-texts.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { RowReader } from './row-reader.ts';

/** Adds the row that the reader last read, of `batch`, as it stands in clean_customers.csv. Gives where its id ends. */
export type CleanRowWriter = (out: ByteBuffer, batch: CsvBatch) => number;

/** Writes rows of clean_customers.csv in the order of cleanHeader. */
export function cleanRowWriter(row: RowReader, { label, date }: SchemaDocument): CleanRowWriter {
  const labels = ['', label.positive, label.negative];
  const formattedLabels = new FormattedTexts(labels);
  return (out, batch) => {
    writeCsvField(out, batch.bytes, batch.view, row.id.start, row.id.end);
    const idEnd = out.length;
    out.reserve(1);
    out.byte(COMMA);
    formattedLabels.write(out, labels.indexOf(row.label));
    if (date !== undefined) out.text(`,${row.day}`);
    for (const column of row.columns) {
      out.reserve(1);
      out.byte(COMMA);
      column.write(out, batch);
    }
    out.reserve(1);
    out.byte(LINE_FEED);
    return idEnd;
  };
}
