import { type StreamWriter, withPipe } from '../csv/byte-pipe.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { type CsvContent, readCsv } from '../csv/csv-reader.ts';
import { type ByteSink, CsvWriter } from '../csv/csv-writer.ts';
import { DataError } from '../errors.ts';
import type { QualityReport } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { cleanHeader } from './clean-header.ts';
import { ColumnCounts } from './column-counts.ts';
import { FirstRows } from './first-rows.ts';
import { type HeaderMatch, matchHeader } from './header.ts';
import { LabelledSample } from './labelled-sample.ts';
import { RejectedRows } from './rejected-rows.ts';
import type { RepeatedIds } from './repeated-ids.ts';
import { type Rejection, RowReader } from './row-reader.ts';
import { type CleanRowWriter, cleanRowWriter } from './row-writer.ts';

/** Where the two files go. A writer's stream fails where cleaning fails, so that neither file is taken for whole. */
export interface CleaningOutputs {
  readonly clean: StreamWriter;
  readonly rejected: StreamWriter;
  /** Told now and then how many rows were read so far. */
  readonly onRows?: (rowsRead: number) => void;
}

/**
 * Cleans a raw customer file as a stream and tells what it found; the answer comes once both files have arrived.
 * Cleaning clean_customers.csv again gives the same bytes.
 * @param repeated The file's, to hold 21 bytes of these ids alone. @default of each customer
 * @throws DataError as `readCsv` and `matchHeader`; `CSV_NO_ROWS` after a header without rows, `NO_USABLE_ROWS` where
 *   every row is rejected; and whatever a writer fails with.
 */
export async function cleanCustomers(
  chunks: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
  runId: string,
  outputs: CleaningOutputs,
  repeated?: RepeatedIds,
): Promise<QualityReport> {
  const csv = await readCsv(chunks);
  try {
    const header = matchHeader(csv.header, schema);
    return await withPipe(outputs.rejected, (rejected) =>
      withPipe(outputs.clean, async (clean) => {
        const cleaning = new Cleaning(csv, schema, header, { clean, rejected }, new FirstRows(repeated));
        for await (const batch of csv.batches) {
          await cleaning.addBatch(batch);
          outputs.onRows?.(cleaning.rowsRead);
        }
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
  readonly #row: RowReader;
  readonly #write: CleanRowWriter;
  readonly #clean;
  readonly #rejected: RejectedRows;
  readonly #firstRows: FirstRows;
  readonly #sample: LabelledSample;
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
    firstRows: FirstRows,
  ) {
    this.#firstRows = firstRows;
    this.#csv = csv;
    this.#schema = schema;
    this.#ignoredColumns = header.ignored;
    this.#row = new RowReader(schema, header, csv.header.length);
    this.#write = cleanRowWriter(this.#row, schema, csv.delimiter);
    this.#sample = new LabelledSample(this.#row, schema.label.positive);
    this.#clean = new CsvWriter(sinks.clean);
    this.#clean.row(cleanHeader(schema));
    this.#rejected = new RejectedRows(sinks.rejected, csv.delimiter);
    this.#columns = new ColumnCounts(schema.columns);
  }

  get rowsRead(): number {
    return this.#kept + this.#rejected.count + this.#repeated;
  }

  async addBatch(batch: CsvBatch): Promise<void> {
    for (let record = 0; record < batch.recordCount; ) {
      record = this.#addUntilFull(batch, record);
      if (this.#clean.isFull) await this.#clean.flush();
      if (this.#rejected.isFull) await this.#rejected.flush();
    }
  }

  /** Hands over what is left and reports. */
  async finish(runId: string): Promise<QualityReport> {
    const { rowsRead } = this;
    if (rowsRead === 0) throw new DataError('CSV_NO_ROWS', 'The file has a header line but no rows.');
    if (this.#kept === 0) throw this.#noUsableRows(rowsRead);
    await this.#clean.flush();
    await this.#rejected.flush();
    return {
      runId,
      delimiter: this.#csv.delimiter,
      rowsRead,
      rowsKept: this.#kept,
      rowsRejected: this.#rejected.count,
      duplicatesDropped: this.#repeated,
      labelled: this.#labelled,
      left: this.#left,
      rejectedByReason: Object.fromEntries(this.#rejected.byReason),
      columns: this.#columns.report(),
      ignoredColumns: [...this.#ignoredColumns],
      leakingColumns: this.#sample.leaks(),
    };
  }

  /** Adds records from `from` on until a file should be flushed; gives the record after the last. */
  #addUntilFull(batch: CsvBatch, from: number): number {
    let record = from;
    while (record < batch.recordCount && !this.#clean.isFull && !this.#rejected.isFull) {
      const rejection = this.#row.read(batch, record) ?? this.#keepFirst(batch, record);
      if (rejection !== undefined) this.#rejected.add(batch, record, rejection);
      record++;
    }
    return record;
  }

  /** Writes the row just read, if it is the customer's first. */
  #keepFirst(batch: CsvBatch, record: number): Rejection | undefined {
    const { out } = this.#clean;
    const start = out.length;
    const line = batch.lines[record]!;
    const idEnd = this.#write(out, batch, record);
    const earlier = this.#firstRows.add(batch.view, this.#row.id, out.view, idEnd, out.length, line);
    if (earlier !== undefined) {
      out.length = start;
      if (!earlier.isEqual) return this.#conflict(earlier.line);
      this.#repeated++;
      return undefined;
    }
    const { label, columns } = this.#row;
    this.#kept++;
    if (label !== '') this.#labelled++;
    if (label === this.#schema.label.positive) this.#left++;
    this.#columns.add(columns);
    this.#sample.add();
    return undefined;
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
