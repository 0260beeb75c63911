import { type StreamWriter, withPipe } from '../csv/byte-pipe.ts';
import { type CsvContent, readCsv } from '../csv/csv-reader.ts';
import { type ByteSink, createCsvWriter, formatCsvRow } from '../csv/csv-writer.ts';
import type { CsvRecord } from '../csv/record-scanner.ts';
import { DataError } from '../errors.ts';
import type { QualityReport } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { ColumnCounts } from './column-counts.ts';
import { FirstRows } from './first-rows.ts';
import { type HeaderMatch, matchHeader } from './header.ts';
import { RejectedRows } from './rejected-rows.ts';
import { type CleanRow, type Rejection, RowCleaner } from './row-cleaner.ts';

/** Where the two files go. A writer's stream fails where cleaning fails, so that neither file is taken for whole. */
export interface CleaningOutputs {
  readonly clean: StreamWriter;
  readonly rejected: StreamWriter;
}

/** The header of clean_customers.csv. */
export function cleanHeader(schema: SchemaDocument): string[] {
  return [schema.id, schema.label.column, ...schema.columns.map((column) => column.name)];
}

/**
 * Cleans a raw customer file as a stream and tells what it found; the answer comes once both files have arrived.
 * Cleaning clean_customers.csv again gives the same bytes.
 * @throws DataError as `readCsv` and `matchHeader`; `CSV_NO_ROWS` after a header without rows, `NO_USABLE_ROWS` where
 *   every row is rejected; and whatever a writer fails with.
 */
export async function cleanCustomers(
  chunks: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
  runId: string,
  outputs: CleaningOutputs,
): Promise<QualityReport> {
  const csv = await readCsv(chunks);
  try {
    const header = matchHeader(csv.header, schema);
    return await withPipe(outputs.rejected, (rejected) =>
      withPipe(outputs.clean, async (clean) => {
        const cleaning = new Cleaning(csv, schema, header, { clean, rejected });
        for await (const batch of csv.batches) await cleaning.addBatch(batch);
        return cleaning.finish(runId);
      }),
    );
  } finally {
    await csv.close();
  }
}

/** One pass over one file. */
class Cleaning {
  readonly #csv: CsvContent;
  readonly #schema: SchemaDocument;
  readonly #ignoredColumns: readonly string[];
  readonly #rows: RowCleaner;
  readonly #clean;
  readonly #rejected: RejectedRows;
  readonly #firstRows = new FirstRows();
  readonly #columns: ColumnCounts;
  #kept = 0;
  #repeated = 0;
  #labelled = 0;
  #left = 0;

  constructor(
    csv: CsvContent,
    schema: SchemaDocument,
    header: HeaderMatch,
    sinks: { readonly clean: ByteSink; readonly rejected: ByteSink },
  ) {
    this.#csv = csv;
    this.#schema = schema;
    this.#ignoredColumns = header.ignored;
    this.#rows = new RowCleaner(schema, header, csv.header.length);
    this.#clean = createCsvWriter(sinks.clean);
    this.#clean.row(cleanHeader(schema));
    this.#rejected = new RejectedRows(sinks.rejected, csv.delimiter);
    this.#columns = new ColumnCounts(schema.columns);
  }

  async addBatch(batch: readonly CsvRecord[]): Promise<void> {
    for (const record of batch) {
      const row = this.#rows.clean(record.fields);
      if ('reason' in row) await this.#reject(record, row);
      else await this.#keepFirst(record, row);
    }
  }

  /** Hands over what is left and reports. */
  async finish(runId: string): Promise<QualityReport> {
    const rowsRejected = this.#rejected.count;
    const rowsRead = this.#kept + rowsRejected + this.#repeated;
    if (rowsRead === 0) throw new DataError('CSV_NO_ROWS', 'The file has a header line but no rows.');
    if (this.#kept === 0) throw this.#noUsableRows(rowsRead);
    await this.#clean.flush();
    await this.#rejected.flush();
    return {
      runId,
      delimiter: this.#csv.delimiter,
      rowsRead,
      rowsKept: this.#kept,
      rowsRejected,
      duplicatesDropped: this.#repeated,
      labelled: this.#labelled,
      left: this.#left,
      rejectedByReason: Object.fromEntries(this.#rejected.byReason),
      columns: this.#columns.report(),
      ignoredColumns: [...this.#ignoredColumns],
    };
  }

  async #reject(record: CsvRecord, rejection: Rejection): Promise<void> {
    if (this.#rejected.add(record, rejection)) await this.#rejected.flush();
  }

  async #keepFirst(record: CsvRecord, { values, cells }: CleanRow): Promise<void> {
    const [id = '', label] = values;
    const text = formatCsvRow(values);
    const earlier = this.#firstRows.add(id, text, record.line);
    if (earlier !== undefined) {
      if (earlier.isEqual) this.#repeated++;
      else await this.#reject(record, this.#conflict(earlier.line));
      return;
    }
    this.#kept++;
    if (label !== '') this.#labelled++;
    if (label === this.#schema.label.positive) this.#left++;
    this.#columns.add(cells);
    if (this.#clean.formattedRow(text)) await this.#clean.flush();
  }

  #conflict(firstLine: number): Rejection {
    return {
      column: this.#schema.id,
      reason: 'another row of the same customer says otherwise',
      detail: `the first is on line ${firstLine}`,
    };
  }

  #noUsableRows(rowsRead: number): DataError {
    const reasons = this.#rejected.byReason.slice(0, 3).map(([reason, rows]) => `${reason} (${rows} rows)`);
    return new DataError(
      'NO_USABLE_ROWS',
      `None of the ${rowsRead} rows can be used. Most often: ${reasons.join('; ')}.`,
    );
  }
}
