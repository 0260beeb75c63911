import { cleanHeader } from '../cleaning/clean-header.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { type CsvContent, readCsv } from '../csv/csv-reader.ts';
import { parsePlainDecimal } from '../csv/plain-decimal.ts';
import { DataError } from '../errors.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { derivedFeatures } from './derived-features.ts';

/** Where the id and the label stand in both files, and behind them the date where the schema has one. */
export const ID_POSITION = 0;
export const LABEL_POSITION = 1;
export const DATE_POSITION = 2;

/** Where the first of the schema's columns stands in both files. */
export function firstColumnPosition({ date }: SchemaDocument): number {
  return date === undefined ? DATE_POSITION : DATE_POSITION + 1;
}

/** The header of customer_features.csv: that of clean_customers.csv and the derived features. */
export function featuresHeader(schema: SchemaDocument): string[] {
  return [...cleanHeader(schema), ...derivedFeatures(schema).map((feature) => feature.name)];
}

/**
 * Opens a file that an earlier stage wrote under the same schema.
 * @throws DataError `TABLE_HEADER_MISMATCH` where its header is another.
 */
export async function openTable(
  chunks: AsyncIterable<Uint8Array>,
  expectedHeader: readonly string[],
): Promise<CsvContent> {
  const csv = await readCsv(chunks, { delimiter: ',' });
  const isExpected =
    csv.header.length === expectedHeader.length &&
    csv.header.every((name, index) => name === expectedHeader[index]);
  if (isExpected) return csv;
  await csv.close();
  throw new DataError(
    'TABLE_HEADER_MISMATCH',
    `The table was not written under this schema: its header is ${csv.header.join(', ').slice(0, 1000)}.`,
  );
}

/**
 * Checks that a record of such a file is whole.
 * @throws DataError `TABLE_ROW_INVALID` naming the line.
 */
export function requireWholeRow(batch: CsvBatch, record: number, width: number): void {
  const found = batch.width(record);
  if (found !== width) throw invalidRow(batch, record, `${found} fields in place of ${width}`);
}

/** A numeric cell of such a file; blank is NaN. @throws DataError `TABLE_ROW_INVALID` naming the line. */
export function numberIn(batch: CsvBatch, record: number, position: number): number {
  const field = batch.firstFields[record]! + position;
  const start = batch.starts[field]!;
  const end = batch.ends[field]!;
  if (start === end) return Number.NaN;
  const value = parsePlainDecimal(batch.bytes, start, end);
  return Number.isNaN(value) ? otherNumber(batch, record, field) : value;
}

/** A number that is no plain decimal of few digits. */
function otherNumber(batch: CsvBatch, record: number, field: number): number {
  const text = batch.text(field);
  const value = Number(text);
  if (!Number.isFinite(value)) throw invalidRow(batch, record, `${text.slice(0, 64)} is not a number`);
  return value;
}

/** What is wrong with a record, naming its line: a DataError `TABLE_ROW_INVALID`. */
export function invalidRow(batch: CsvBatch, record: number, what: string): DataError {
  return new DataError(
    'TABLE_ROW_INVALID',
    `Line ${batch.lines[record]} of the table is not as written: ${what}.`,
  );
}
