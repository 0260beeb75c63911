import { matchHeader } from '../cleaning/header.ts';
import { RowReader } from '../cleaning/row-reader.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { readCsv } from '../csv/csv-reader.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { LABEL_LEFT, LABEL_STAYED, LABEL_UNKNOWN } from '../table/feature-table.ts';
import type { ScoringInput } from './scoring-batch-builder.ts';

/** Customers of a raw file to be scored together; every array has one entry a customer. */
export interface RawBatch {
  readonly customerIds: readonly string[];
  /** One of LABEL_STAYED, LABEL_LEFT, LABEL_UNKNOWN. */
  readonly label: Uint8Array;
  /** The schema's columns in order: what cleaning and the features stage would hand to the model. */
  readonly inputs: readonly ScoringInput[];
  /** Rows of the file since the batch before that cannot be used. */
  readonly rejectedRows: number;
}

/**
 * Reads a raw customer file in batches of up to `batchRows` usable rows, without a file in between. Rows are judged as
 * by `cleanCustomers`, save that a customer may be there twice.
 * @throws DataError as `readCsv` and `matchHeader`.
 */
export async function* readRawBatches(
  chunks: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
  batchRows: number,
): AsyncGenerator<RawBatch, void, undefined> {
  const csv = await readCsv(chunks);
  try {
    const row = new RowReader(schema, matchHeader(csv.header, schema), csv.header.length);
    let batch = new RawBatchBuilder(schema, row, batchRows);
    for await (const records of csv.batches) {
      for (let record = 0; record < records.recordCount; ) {
        record = batch.addUntilFull(records, record);
        if (!batch.isFull) continue;
        yield batch.build();
        batch = new RawBatchBuilder(schema, row, batchRows);
      }
    }
    if (!batch.isEmpty) yield batch.build();
  } finally {
    await csv.close();
  }
}

class RawBatchBuilder {
  readonly #row: RowReader;
  readonly #positive: string;
  readonly #customerIds: string[] = [];
  readonly #label: Uint8Array;
  readonly #numbers: readonly Float32Array[];
  readonly #texts: readonly string[][];
  #rejectedRows = 0;

  constructor(schema: SchemaDocument, row: RowReader, batchRows: number) {
    this.#row = row;
    this.#positive = schema.label.positive;
    this.#label = new Uint8Array(batchRows);
    this.#numbers = row.columns.map(({ type }) => new Float32Array(type === 'numeric' ? batchRows : 0));
    this.#texts = row.columns.map(() => []);
  }

  get isFull(): boolean {
    return this.#customerIds.length === this.#label.length;
  }

  get isEmpty(): boolean {
    return this.#customerIds.length === 0 && this.#rejectedRows === 0;
  }

  /** Adds records from `from` on until the batch is full; gives the record after the last. */
  addUntilFull(records: CsvBatch, from: number): number {
    let record = from;
    for (; record < records.recordCount && !this.isFull; record++) {
      if (this.#row.read(records, record) === undefined) this.#add(records);
      else this.#rejectedRows++;
    }
    return record;
  }

  build(): RawBatch {
    const rows = this.#customerIds.length;
    return {
      customerIds: this.#customerIds,
      label: this.#label.subarray(0, rows),
      inputs: this.#row.columns.map(({ type, name }, index): ScoringInput => {
        if (type === 'category') return { kind: 'category', name, values: this.#texts[index]! };
        return { kind: 'numeric', name, values: this.#numbers[index]!.subarray(0, rows) };
      }),
      rejectedRows: this.#rejectedRows,
    };
  }

  #add(records: CsvBatch): void {
    const { id, label, columns } = this.#row;
    const at = this.#customerIds.length;
    this.#customerIds.push(records.decode(id.start, id.end));
    this.#label[at] = label === '' ? LABEL_UNKNOWN : label === this.#positive ? LABEL_LEFT : LABEL_STAYED;
    for (let index = 0; index < columns.length; index++) {
      const cells = columns[index]!;
      if (cells.type === 'numeric') this.#numbers[index]![at] = cells.value;
      else this.#texts[index]!.push(cells.value);
    }
  }
}
