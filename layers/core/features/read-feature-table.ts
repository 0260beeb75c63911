import type { CsvBatch } from '../csv/csv-batch.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import { customerHash } from './customer-hash.ts';
import { DayReader } from './day-reader.ts';
import { GrowingArray } from './growing-array.ts';
import { GrowingCategories, GrowingLabels, GrowingNumbers } from './growing-columns.ts';
import { keepRows } from './keep-rows.ts';
import { featuresHeader, openTable } from './table-reader.ts';
import { type Cells, featureCells, TypedRows } from './typed-rows.ts';

export interface FeatureTableOptions {
  /** How many rows the file has, as profile.json says; spares a copy of every column. Another number does no harm. */
  readonly expectedRows?: number;
  /** Whether to read `customerHashes`. @default false */
  readonly withCustomers?: boolean;
  /** Whether a row is read into the table, by its label and its customer's hash. @default every row */
  readonly keeps?: (label: number, customerHash: number) => boolean;
}

/**
 * Reads customer_features.csv into typed arrays over shared memory, so that threads read one table: 4 bytes a number, 1
 * a label, and 1, 2 or 4 a category; of the ids a hash at most is kept.
 * @throws DataError as `openTable` and `TypedRows.read`.
 */
export async function readFeatureTable(
  chunks: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
  { expectedRows, withCustomers = false, keeps }: FeatureTableOptions = {},
): Promise<FeatureTable> {
  const header = featuresHeader(schema);
  const csv = await openTable(chunks, header);
  const rows = new TypedRows(schema, header.length, featureCells(schema));
  const label = new GrowingLabels(expectedRows);
  const columns = rows.columns.map((cells) => growingColumn(cells, expectedRows));
  const customers = withCustomers ? new GrowingArray(Float64Array, expectedRows) : undefined;
  const days = schema.date === undefined ? undefined : new GrowingArray(Int32Array, expectedRows);
  const dayReader = new DayReader();
  let rowCount = 0;
  for await (const batch of csv.batches) {
    rows.read(batch);
    const observedOn = days === undefined ? undefined : dayReader.read(batch);
    const hashes = withCustomers || keeps !== undefined ? customerHashes(batch) : undefined;
    const kept = keptRows(rows, batch.recordCount, { hashes, observedOn, keeps });
    rowCount += kept;
    label.add(rows.label.subarray(0, kept));
    for (const column of columns) column.add(kept);
    if (observedOn !== undefined) days?.add(observedOn.subarray(0, kept));
    if (hashes !== undefined) customers?.add(hashes.subarray(0, kept));
  }
  return {
    rowCount,
    columns: columns.map(({ build }) => build()),
    label: label.build(),
    ...(days === undefined ? {} : { observedOnDay: days.join(Int32Array) }),
    ...(customers === undefined ? {} : { customerHashes: customers.join(Float64Array) }),
  };
}

function customerHashes(batch: CsvBatch): Float64Array {
  return Float64Array.from({ length: batch.recordCount }, (_, row) => customerHash(batch, row));
}

/** Leaves only the rows of a batch that are kept, and says how many they are; all where there is nothing to decide by. */
function keptRows(
  { label, columns }: TypedRows,
  rowCount: number,
  {
    hashes,
    observedOn,
    keeps,
  }: {
    readonly hashes: Float64Array | undefined;
    readonly observedOn: Int32Array | undefined;
    readonly keeps: FeatureTableOptions['keeps'] | undefined;
  },
): number {
  if (keeps === undefined || hashes === undefined) return rowCount;
  const cells = columns.map((column) => (column.kind === 'numeric' ? column.values : column.codes));
  return keepRows((row) => keeps(label[row]!, hashes[row]!), rowCount, [label, hashes, observedOn, ...cells]);
}

/** The column that the cells of one batch after another are added to. */
function growingColumn(cells: Cells, expectedRows: number | undefined) {
  if (cells.kind === 'numeric') {
    const column = new GrowingNumbers(cells.name, expectedRows);
    return { add: (rows: number) => column.add(cells.values.subarray(0, rows)), build: () => column.build() };
  }
  const column = new GrowingCategories(cells.name, cells.dictionary.texts, expectedRows);
  return { add: (rows: number) => column.add(cells.codes.subarray(0, rows)), build: () => column.build() };
}
