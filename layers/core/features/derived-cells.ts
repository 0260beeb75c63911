import type { SchemaDocument } from '../schema/schema-document.ts';
import { type BandFeature, derivedFeatures } from './derived-features.ts';
import { derivedValuesAppender } from './derived-values.ts';
import type { Cells } from './typed-rows.ts';

/** Computes the derived features of one batch of rows after another. */
export class DerivedCells {
  /** In the order of `derivedFeatures`. */
  readonly columns: readonly Cells[];
  readonly #schemaCells: readonly Cells[];
  readonly #append: (values: (number | string)[]) => void;
  readonly #bandCodes: readonly ReadonlyMap<number | string, number>[];
  #capacity = 0;

  /** `schemaCells` are the columns of the schema, whose numbers must be float32 when `compute` is called. */
  constructor(schema: SchemaDocument, schemaCells: readonly Cells[]) {
    const features = derivedFeatures(schema);
    this.#schemaCells = schemaCells;
    this.#append = derivedValuesAppender(schema);
    this.columns = features.map((feature) =>
      feature.kind === 'band' ? bandCells(feature) : numericCells(feature.name),
    );
    this.#bandCodes = this.columns.map((cells) =>
      cells.kind === 'category'
        ? new Map(cells.dictionary.texts.map((text, code) => [text, code]))
        : new Map(),
    );
  }

  /** Computes the first `rows` cells of every column. */
  compute(rows: number): void {
    if (rows > this.#capacity) this.#grow(Math.max(rows, 2 * this.#capacity));
    const count = this.#schemaCells.length;
    const values: (number | string)[] = new Array(count).fill('');
    for (let row = 0; row < rows; row++) {
      values.length = count;
      for (let index = 0; index < count; index++) {
        const cells = this.#schemaCells[index]!;
        if (cells.kind === 'numeric') values[index] = cells.values[row]!;
      }
      this.#append(values);
      this.#take(values, row, count);
    }
  }

  #take(values: readonly (number | string)[], row: number, first: number): void {
    for (let index = 0; index < this.columns.length; index++) {
      const cells = this.columns[index]!;
      const value = values[first + index]!;
      if (cells.kind === 'numeric') cells.values[row] = Number(value);
      else cells.codes[row] = this.#bandCodes[index]!.get(value) ?? -1;
    }
  }

  #grow(capacity: number): void {
    this.#capacity = capacity;
    for (const cells of this.columns) {
      if (cells.kind === 'numeric') cells.values = new Float64Array(capacity);
      else cells.codes = new Int32Array(capacity);
    }
  }
}

function bandCells(feature: BandFeature): Cells {
  return {
    kind: 'category',
    name: feature.name,
    dictionary: { texts: [...feature.labels, ''] },
    codes: new Int32Array(0),
  };
}

function numericCells(name: string): Cells {
  return { kind: 'numeric', name, values: new Float64Array(0) };
}
