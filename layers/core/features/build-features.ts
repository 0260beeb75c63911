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

/** Most rows of a part: what one call scores in a few seconds. */
export const MAX_PART_ROWS = 250_000;

export interface FeatureOutputs {
  /** Where part 1, 2 and so on go, each a table with a header of its own; asked for once the one before has arrived. */
  readonly writerOf: (part: number) => StreamWriter;
  /** @default MAX_PART_ROWS */
  readonly maxPartRows?: number;
  /** Told now and then how many rows were read so far. */
  readonly onRows?: (rowsRead: number) => void;
}

/**
 * Streams clean_customers.csv to the parts of customer_features.csv and profiles it; the answer comes once all have
 * arrived. Without rows there is one part of none. Numbers are rounded to float32, in which the model computes.
 * @throws DataError as `openTable` and `TypedRows.read`; and whatever the writers fail with.
 */
export async function buildFeatures(
  cleanCustomers: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
  runId: string,
  { writerOf, maxPartRows = MAX_PART_ROWS, onRows = () => {} }: FeatureOutputs,
): Promise<FeatureProfile> {
  const csv = await openTable(cleanCustomers, cleanHeader(schema));
  try {
    const source = new FeatureSource(csv.batches, schema, onRows);
    const parts: { rows: number }[] = [];
    do {
      const writePart = writerOf(parts.length + 1);
      const rows = await withPipe(writePart, (sink) => source.write(new CsvWriter(sink), maxPartRows));
      parts.push({ rows });
    } while (await source.hasRows());
    return { ...source.profile(runId), parts };
  } finally {
    await csv.close();
  }
}

/** The rows of clean_customers.csv with the derived features, to be written piece by piece. */
class FeatureSource {
  readonly #batches: AsyncIterator<CsvBatch>;
  readonly #schema: SchemaDocument;
  readonly #rows: TypedRows;
  readonly #derived: DerivedCells;
  readonly #profiler: FeatureProfiler;
  readonly #writer: FeatureRowWriter;
  readonly #onRows: (rowsRead: number) => void;
  #rowsRead = 0;
  #batch: CsvBatch | undefined;
  /** The next row of the batch. */
  #row = 0;

  constructor(batches: AsyncIterable<CsvBatch>, schema: SchemaDocument, onRows: (rowsRead: number) => void) {
    this.#onRows = onRows;
    this.#schema = schema;
    this.#batches = batches[Symbol.asyncIterator]();
    this.#rows = new TypedRows(schema, cleanHeader(schema).length, schemaCells(schema, COUNTED_TEXTS));
    this.#derived = new DerivedCells(schema, this.#rows.columns);
    const cells = [...this.#rows.columns, ...this.#derived.columns];
    this.#writer = new FeatureRowWriter(schema, this.#rows.columns, this.#derived.columns);
    this.#profiler = new FeatureProfiler(featuresHeader(schema), cells);
  }

  /** Whether rows are left. */
  async hasRows(): Promise<boolean> {
    while (this.#row === (this.#batch?.recordCount ?? 0)) {
      this.#batch = undefined;
      this.#row = 0;
      const next = await this.#batches.next();
      if (next.done === true) return false;
      this.#take(next.value);
    }
    return true;
  }

  /** Writes a header and the next rows, at most `maxRows`; gives how many. */
  async write(writer: CsvWriter, maxRows: number): Promise<number> {
    writer.row(featuresHeader(this.#schema));
    let written = 0;
    while (written < maxRows && (await this.hasRows())) {
      const batch = this.#batch!;
      const end = Math.min(batch.recordCount, this.#row + maxRows - written);
      for (; this.#row < end && !writer.isFull; written++) this.#writer.write(writer.out, batch, this.#row++);
      if (writer.isFull) await writer.flush();
    }
    await writer.flush();
    return written;
  }

  profile(runId: string): Omit<FeatureProfile, 'parts'> {
    return this.#profiler.profile(runId);
  }

  #take(batch: CsvBatch): void {
    this.#batch = batch;
    this.#rows.read(batch);
    roundToFloat32(this.#rows.columns, batch.recordCount);
    this.#derived.compute(batch.recordCount);
    this.#profiler.add(this.#rows.label, batch.recordCount);
    this.#rowsRead += batch.recordCount;
    this.#onRows(this.#rowsRead);
  }
}

function roundToFloat32(columns: readonly FileCells[], rows: number): void {
  for (const cells of columns) {
    if (cells.kind !== 'numeric') continue;
    const { values } = cells;
    for (let row = 0; row < rows; row++) values[row] = Math.fround(values[row]!);
  }
}
