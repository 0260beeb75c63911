import type { CsvBatch } from '../csv/csv-batch.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { LABEL_LEFT } from '../table/feature-table.ts';
import { type Segments, SharedSegments } from './shared-segments.ts';
import { featuresHeader, ID_POSITION } from './table-reader.ts';
import { type CategoryFileCells, type FileCells, featureCells, TypedRows, textOf } from './typed-rows.ts';

/** One input of the model: a raw column of the schema. Missing is NaN or ''. */
export type ScoringInput =
  | { readonly kind: 'numeric'; readonly name: string; readonly values: Float32Array }
  | { readonly kind: 'category'; readonly name: string; readonly values: readonly string[] };

/** Customers to be scored together; every array has one entry a customer. */
export interface ScoringBatch {
  readonly customerIds: readonly string[];
  /** `left` where the label says so; unlabelled customers are active. */
  readonly statuses: readonly ('active' | 'left')[];
  readonly tenureMonths: Float64Array;
  /** As the decimals stand in the file, not rounded to float32. */
  readonly monthlyCharges: Float64Array;
  /** Values of the schema's segmentBy columns by their names; '' is missing. Customers of the same share an object. */
  readonly segments: readonly Segments[];
  /** The schema's columns in order. */
  readonly inputs: readonly ScoringInput[];
}

/** Categories repeat: one string is shared by all customers who have it, up to these limits. */
const SHARED_TEXTS = { maxTexts: 10_000, maxLength: 256 } as const;

/** Makes batches of the rows of customer_features.csv. */
export class ScoringBatchBuilder {
  readonly #schema: SchemaDocument;
  readonly #batchRows: number;
  readonly #rows: TypedRows;
  readonly #segments: SharedSegments;
  #batch;

  constructor(schema: SchemaDocument, batchRows: number) {
    const header = featuresHeader(schema);
    const cells = featureCells(schema, SHARED_TEXTS);
    const isRead = ({ name }: FileCells, index: number) =>
      index < schema.columns.length || schema.segmentBy.includes(name);
    this.#schema = schema;
    this.#batchRows = batchRows;
    this.#rows = new TypedRows(schema, header.length, cells.filter(isRead));
    this.#segments = new SharedSegments(
      schema.segmentBy.flatMap((name) => cells.filter(isCategory).find((each) => each.name === name) ?? []),
    );
    this.#batch = emptyBatch(schema, batchRows);
  }

  get rows(): number {
    return this.#batch.customerIds.length;
  }

  /** Takes the rows that `add` adds next. @throws DataError as `TypedRows.read` */
  read(batch: CsvBatch): void {
    this.#rows.read(batch);
  }

  /** Adds customers of the batch last read, from row `from` on until the batch is full; gives how many. */
  add(source: CsvBatch, from: number): number {
    const batch = this.#batch;
    const at = this.rows;
    const to = Math.min(source.recordCount, from + this.#batchRows - at);
    for (let row = from; row < to; row++) {
      batch.customerIds.push(source.text(source.firstFields[row]! + ID_POSITION));
      batch.statuses.push(this.#rows.label[row] === LABEL_LEFT ? 'left' : 'active');
      batch.segments.push(this.#segments.of(source, row));
    }
    for (let index = 0; index < batch.inputs.length; index++) {
      const cells = this.#rows.columns[index]!;
      const input = batch.inputs[index]!;
      if (cells.kind === 'category') {
        if (input.kind === 'category') appendTexts(source, cells, from, to, input.values);
        continue;
      }
      const values = cells.values.subarray(from, to);
      if (input.kind === 'numeric') input.values.set(values, at);
      if (cells.name === this.#schema.tenure) batch.tenureMonths.set(values, at);
      if (cells.name === this.#schema.monthlyCharge) batch.monthlyCharges.set(values, at);
    }
    return to - from;
  }

  /** The customers added since the last call. */
  take(): ScoringBatch {
    const { tenureMonths, monthlyCharges, inputs, ...rest } = this.#batch;
    const rows = this.rows;
    this.#batch = emptyBatch(this.#schema, this.#batchRows);
    return {
      ...rest,
      tenureMonths: tenureMonths.subarray(0, rows),
      monthlyCharges: monthlyCharges.subarray(0, rows),
      inputs: inputs.map((input) =>
        input.kind === 'numeric' ? { ...input, values: input.values.subarray(0, rows) } : input,
      ),
    };
  }
}

function isCategory(cells: FileCells): cells is CategoryFileCells {
  return cells.kind === 'category';
}

function appendTexts(
  source: CsvBatch,
  cells: CategoryFileCells,
  from: number,
  to: number,
  texts: string[],
): void {
  for (let row = from; row < to; row++) texts.push(textOf(source, cells, row));
}

type GrowingInput =
  | { readonly kind: 'numeric'; readonly name: string; readonly values: Float32Array }
  | { readonly kind: 'category'; readonly name: string; readonly values: string[] };

function emptyBatch(schema: SchemaDocument, rows: number) {
  const customerIds: string[] = [];
  const statuses: ('active' | 'left')[] = [];
  const segments: Segments[] = [];
  const inputs = schema.columns.map(
    ({ name, type }): GrowingInput =>
      type === 'numeric'
        ? { kind: 'numeric', name, values: new Float32Array(rows) }
        : { kind: 'category', name, values: [] },
  );
  return {
    customerIds,
    statuses,
    segments,
    inputs,
    tenureMonths: new Float64Array(rows),
    monthlyCharges: new Float64Array(rows),
  };
}
