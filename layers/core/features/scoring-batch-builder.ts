import { detachedCopy } from '../csv/detached-copy.ts';
import type { CsvRecord } from '../csv/record-scanner.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { LABEL_LEFT } from '../table/feature-table.ts';
import {
  FIRST_COLUMN_POSITION,
  featuresHeader,
  ID_POSITION,
  labelIn,
  numberIn,
  requireWholeRow,
} from './table-reader.ts';

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
  /** Values of the schema's segmentBy columns by their names; '' is missing. */
  readonly segments: readonly Readonly<Record<string, string>>[];
  /** The schema's columns in order. */
  readonly inputs: readonly ScoringInput[];
}

const MAX_SHARED_TEXTS = 10_000;

/** Makes batches of records of customer_features.csv. */
export class ScoringBatchBuilder {
  readonly #schema: SchemaDocument;
  readonly #batchRows: number;
  readonly #width: number;
  readonly #tenure: number;
  readonly #monthlyCharge: number;
  readonly #segments: readonly (readonly [name: string, position: number])[];
  /** Categories repeat: sharing one string for all customers who have it spares memory. */
  readonly #shared = new Map<string, string>();
  #batch;

  constructor(schema: SchemaDocument, batchRows: number) {
    const header = featuresHeader(schema);
    this.#schema = schema;
    this.#batchRows = batchRows;
    this.#width = header.length;
    this.#tenure = header.indexOf(schema.tenure);
    this.#monthlyCharge = header.indexOf(schema.monthlyCharge);
    this.#segments = schema.segmentBy.map((name) => [name, header.indexOf(name)]);
    this.#batch = emptyBatch(schema, batchRows);
  }

  get rows(): number {
    return this.#batch.customerIds.length;
  }

  /** Adds a customer. @throws DataError as `requireWholeRow`, `numberIn` and `labelIn`. */
  add(record: CsvRecord): void {
    requireWholeRow(record, this.#width);
    const batch = this.#batch;
    const row = batch.customerIds.length;
    batch.customerIds.push(record.fields[ID_POSITION]!);
    batch.statuses.push(labelIn(record, this.#schema) === LABEL_LEFT ? 'left' : 'active');
    batch.tenureMonths[row] = numberIn(record, this.#tenure);
    batch.monthlyCharges[row] = numberIn(record, this.#monthlyCharge);
    const segments: Record<string, string> = {};
    for (const [name, position] of this.#segments) segments[name] = this.#share(record.fields[position]!);
    batch.segments.push(segments);
    for (let index = 0; index < batch.inputs.length; index++) {
      const input = batch.inputs[index]!;
      const position = FIRST_COLUMN_POSITION + index;
      if (input.kind === 'numeric') input.values[row] = numberIn(record, position);
      else input.values.push(this.#share(record.fields[position]!));
    }
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

  #share(text: string): string {
    const shared = this.#shared.get(text);
    if (shared !== undefined) return shared;
    if (this.#shared.size >= MAX_SHARED_TEXTS) return text;
    const kept = detachedCopy(text);
    this.#shared.set(kept, kept);
    return kept;
  }
}

type GrowingInput =
  | { readonly kind: 'numeric'; readonly name: string; readonly values: Float32Array }
  | { readonly kind: 'category'; readonly name: string; readonly values: string[] };

function emptyBatch(schema: SchemaDocument, rows: number) {
  const customerIds: string[] = [];
  const statuses: ('active' | 'left')[] = [];
  const segments: Record<string, string>[] = [];
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
