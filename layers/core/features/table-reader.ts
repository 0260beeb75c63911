import { cleanHeader } from '../cleaning/clean-customers.ts';
import { type CsvContent, readCsv } from '../csv/csv-reader.ts';
import type { CsvRecord } from '../csv/record-scanner.ts';
import { DataError } from '../errors.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { LABEL_LEFT, LABEL_STAYED, LABEL_UNKNOWN } from '../table/feature-table.ts';
import { derivedFeatures } from './derived-features.ts';

/** Where the id and the label stand in both files, and the first of the schema's columns. */
export const ID_POSITION = 0;
export const LABEL_POSITION = 1;
export const FIRST_COLUMN_POSITION = 2;

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
export function requireWholeRow(record: CsvRecord, width: number): void {
  if (record.fields.length === width) return;
  throw invalidRow(record, `${record.fields.length} fields in place of ${width}`);
}

/** A numeric cell of such a file; blank is NaN. @throws DataError `TABLE_ROW_INVALID` naming the line. */
export function numberIn(record: CsvRecord, position: number): number {
  const text = record.fields[position]!;
  if (text === '') return Number.NaN;
  const value = Number(text);
  if (!Number.isFinite(value)) throw invalidRow(record, `${text.slice(0, 64)} is not a number`);
  return value;
}

/** One of LABEL_STAYED, LABEL_LEFT, LABEL_UNKNOWN. @throws DataError `TABLE_ROW_INVALID` naming the line. */
export function labelIn(record: CsvRecord, schema: SchemaDocument): number {
  const text = record.fields[LABEL_POSITION]!;
  if (text === '') return LABEL_UNKNOWN;
  if (text === schema.label.positive) return LABEL_LEFT;
  if (text === schema.label.negative) return LABEL_STAYED;
  throw invalidRow(record, `${text.slice(0, 64)} is not a label`);
}

function invalidRow(record: CsvRecord, what: string): DataError {
  return new DataError('TABLE_ROW_INVALID', `Line ${record.line} of the table is not as written: ${what}.`);
}
