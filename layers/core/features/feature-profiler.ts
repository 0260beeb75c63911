import { logBinOf, logBinsASide } from '../evaluation/log-bins.ts';
import type { FeatureProfile } from '../lake/documents.ts';
import { LABEL_LEFT, LABEL_UNKNOWN } from '../table/feature-table.ts';
import type { Cells } from './typed-rows.ts';
import { ValueCounter } from './value-counter.ts';

const MAX_COUNTED_VALUES = 50;
/** A bin of a numeric column's histogram is 4 % wide. */
export const HISTOGRAM_BINS_AN_OCTAVE = 16;
const HISTOGRAM_SIDE = logBinsASide(HISTOGRAM_BINS_AN_OCTAVE);

/** Gathers profile.json while customer_features.csv is written. */
export class FeatureProfiler {
  readonly #header: readonly string[];
  readonly #columns: readonly (NumericProfile | CategoryProfile)[];
  #rows = 0;
  #labelled = 0;
  #left = 0;

  /** `columns` are those of customer_features.csv after id and label, each with the cells of one batch after another. */
  constructor(header: readonly string[], columns: readonly Cells[]) {
    this.#header = header;
    this.#columns = columns.map((cells) =>
      cells.kind === 'numeric' ? new NumericProfile(cells) : new CategoryProfile(cells),
    );
  }

  /** Adds a batch: the first `rows` labels, and as many cells of each column. */
  add(label: Uint8Array, rows: number): void {
    this.#rows += rows;
    for (let row = 0; row < rows; row++) {
      if (label[row] !== LABEL_UNKNOWN) this.#labelled++;
      if (label[row] === LABEL_LEFT) this.#left++;
    }
    for (const column of this.#columns) column.add(rows);
  }

  profile(runId: string): Omit<FeatureProfile, 'parts'> {
    return {
      runId,
      rows: this.#rows,
      labelled: this.#labelled,
      left: this.#left,
      header: [...this.#header],
      numeric: this.#columns.flatMap((column) => (column instanceof NumericProfile ? [column.entry()] : [])),
      category: this.#columns.flatMap((column) =>
        column instanceof CategoryProfile ? [column.entry()] : [],
      ),
    };
  }
}

class NumericProfile {
  readonly #cells: Extract<Cells, { kind: 'numeric' }>;
  #missing = 0;
  #present = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #sum = 0;
  readonly #histogram = new Float64Array(2 * HISTOGRAM_SIDE + 1);

  constructor(cells: Extract<Cells, { kind: 'numeric' }>) {
    this.#cells = cells;
  }

  add(rows: number): void {
    const { values } = this.#cells;
    for (let row = 0; row < rows; row++) {
      const value = values[row]!;
      if (Number.isNaN(value)) {
        this.#missing++;
        continue;
      }
      this.#present++;
      this.#sum += value;
      this.#histogram[HISTOGRAM_SIDE + logBinOf(value, HISTOGRAM_BINS_AN_OCTAVE)]!++;
      if (value < this.#min) this.#min = value;
      if (value > this.#max) this.#max = value;
    }
  }

  entry(): FeatureProfile['numeric'][number] {
    const isEmpty = this.#present === 0;
    return {
      name: this.#cells.name,
      missing: this.#missing,
      min: isEmpty ? null : this.#min,
      max: isEmpty ? null : this.#max,
      mean: isEmpty ? null : this.#sum / this.#present,
      histogram: [...this.#histogram].flatMap((count, at): [number, number][] =>
        count > 0 ? [[at - HISTOGRAM_SIDE, count]] : [],
      ),
    };
  }
}

class CategoryProfile {
  readonly #cells: Extract<Cells, { kind: 'category' }>;
  readonly #counter: ValueCounter;

  constructor(cells: Extract<Cells, { kind: 'category' }>) {
    this.#cells = cells;
    this.#counter = new ValueCounter(cells.dictionary.texts);
  }

  add(rows: number): void {
    const { codes } = this.#cells;
    for (let row = 0; row < rows; row++) this.#counter.add(codes[row]!);
  }

  entry(): FeatureProfile['category'][number] {
    return { name: this.#cells.name, ...this.#counter.commonest(MAX_COUNTED_VALUES) };
  }
}
