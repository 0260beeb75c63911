import type { ByteBuffer } from '../csv/byte-buffer.ts';
import { COMMA, LINE_FEED } from '../csv/characters.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { writeCsvField } from '../csv/csv-writer.ts';
import type { CsvDelimiter } from '../csv/delimiter.ts';
import { FormattedTexts } from '../csv/formatted-texts.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { RowReader } from './row-reader.ts';

/** Adds the row that the reader last read, a record of `batch`, as it stands in clean_customers.csv. Gives where its id ends. */
export type CleanRowWriter = (out: ByteBuffer, batch: CsvBatch, record: number) => number;

/**
 * Writes rows of clean_customers.csv in the order of cleanHeader. Most need nothing, and have their columns copied all at
 * once where these stand in the schema's order.
 * @param delimiter The raw file's.
 */
export function cleanRowWriter(
  row: RowReader,
  { label, date }: SchemaDocument,
  delimiter: CsvDelimiter,
): CleanRowWriter {
  const labels = ['', label.positive, label.negative];
  const formattedLabels = new FormattedTexts(labels);
  const run = delimiter === ',' ? row.columnRun : undefined;
  return (out, batch, record) => {
    writeCsvField(out, batch.bytes, batch.view, row.id.start, row.id.end);
    const idEnd = out.length;
    out.reserve(1);
    out.byte(COMMA);
    formattedLabels.write(out, labels.indexOf(row.label));
    if (date !== undefined) out.text(`,${row.day}`);
    if (run !== undefined && row.isVerbatim && !batch.hasQuotes) copyRun(out, batch, record, run);
    else writeColumns(out, batch, row);
    out.reserve(1);
    out.byte(LINE_FEED);
    return idEnd;
  };
}

function writeColumns(out: ByteBuffer, batch: CsvBatch, { columns }: RowReader): void {
  for (const column of columns) {
    out.reserve(1);
    out.byte(COMMA);
    column.write(out, batch);
  }
}

function copyRun(
  out: ByteBuffer,
  { firstFields, starts, ends, view }: CsvBatch,
  record: number,
  { first, last }: { readonly first: number; readonly last: number },
): void {
  const field = firstFields[record]!;
  const [start, end] = [starts[field + first]!, ends[field + last]!];
  out.reserve(end - start + 1);
  out.byte(COMMA);
  out.copy(view, start, end);
}
