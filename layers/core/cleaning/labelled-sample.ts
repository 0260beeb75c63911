import { findLeaks, type Leak } from '../evaluation/leaks.ts';
import { type FeatureColumn, type FeatureTable, LABEL_LEFT, LABEL_STAYED } from '../table/feature-table.ts';
import type { RowReader } from './row-reader.ts';

const MAX_ROWS = 20_000;

/** An evenly spaced part of the labelled rows of a stream, by column, to look for columns that tell the label. */
export class LabelledSample {
  readonly #row: RowReader;
  readonly #positive: string;
  readonly #columns: readonly SampledColumn[];
  readonly #labels: number[] = [];
  /** Every so many labelled rows one is taken. */
  #step = 1;
  #seen = 0;

  constructor(row: RowReader, positive: string) {
    this.#row = row;
    this.#positive = positive;
    this.#columns = row.columns.map(({ type, name }) =>
      type === 'numeric' ? new SampledNumbers(name) : new SampledCategories(name),
    );
  }

  /** Takes the row that the reader read last, if its turn has come. */
  add(): void {
    const { label, columns } = this.#row;
    if (label === '' || this.#seen++ % this.#step !== 0) return;
    this.#labels.push(label === this.#positive ? LABEL_LEFT : LABEL_STAYED);
    for (let index = 0; index < columns.length; index++) this.#columns[index]!.add(columns[index]!.value);
    if (this.#labels.length === MAX_ROWS) this.#halve();
  }

  /** The columns that alone tell who left; none where only one label is there. */
  leaks(): Leak[] {
    if (new Set(this.#labels).size < 2) return [];
    const table = this.#table();
    return findLeaks(
      table,
      Uint32Array.from({ length: table.rowCount }, (_, row) => row),
    );
  }

  #table(): FeatureTable {
    return {
      rowCount: this.#labels.length,
      columns: this.#columns.map((column) => column.build()),
      label: Uint8Array.from(this.#labels),
    };
  }

  #halve(): void {
    this.#step *= 2;
    keepEverySecond(this.#labels);
    for (const column of this.#columns) column.halve();
  }
}

interface SampledColumn {
  add(value: number | string): void;
  halve(): void;
  build(): FeatureColumn;
}

class SampledNumbers implements SampledColumn {
  readonly #name: string;
  readonly #values: number[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  add(value: number | string): void {
    this.#values.push(Number(value));
  }

  halve(): void {
    keepEverySecond(this.#values);
  }

  build(): FeatureColumn {
    return { kind: 'numeric', name: this.#name, values: Float32Array.from(this.#values) };
  }
}

class SampledCategories implements SampledColumn {
  readonly #name: string;
  readonly #codeOf = new Map<string, number>();
  readonly #codes: number[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  add(value: number | string): void {
    const text = String(value);
    const code = this.#codeOf.get(text) ?? this.#codeOf.size;
    this.#codeOf.set(text, code);
    this.#codes.push(code);
  }

  halve(): void {
    keepEverySecond(this.#codes);
  }

  build(): FeatureColumn {
    const codes = Uint32Array.from(this.#codes);
    return { kind: 'category', name: this.#name, codes, dictionary: [...this.#codeOf.keys()] };
  }
}

function keepEverySecond(values: number[]): void {
  const kept = Math.ceil(values.length / 2);
  for (let index = 1; index < kept; index++) values[index] = values[2 * index]!;
  values.length = kept;
}
