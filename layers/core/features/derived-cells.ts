import type { SchemaDocument } from '../schema/schema-document.ts';
import { bandTexts, type DerivedFeature, derivedFeatures, sourcesOf } from './derived-features.ts';
import { deriveInto, numbersOf } from './derived-values.ts';
import type { Cells } from './typed-rows.ts';

/** Computes the derived features of one batch of rows after another. */
export class DerivedCells {
  /** In the order of `derivedFeatures`. */
  readonly columns: readonly Cells[];
  readonly #features: readonly DerivedFeature[];
  /** Those of the schema, then the derived ones. */
  readonly #allColumns: readonly Cells[];
  #capacity = 0;

  /**
   * `schemaCells` are the columns of the schema, whose numbers must be float32 when `compute` is called.
   * @throws ChurnError `TABLE_MISMATCH` for a feature of a column that is not there
   */
  constructor(schema: SchemaDocument, schemaCells: readonly Cells[]) {
    this.#features = derivedFeatures(schema);
    this.columns = this.#features.map(emptyCells);
    this.#allColumns = [...schemaCells, ...this.columns];
    for (const name of this.#features.flatMap(sourcesOf)) numbersOf(this.#allColumns, name);
  }

  /** Computes the first `rows` cells of every column. */
  compute(rows: number): void {
    if (rows > this.#capacity) this.#grow(Math.max(rows, 2 * this.#capacity));
    for (const [index, feature] of this.#features.entries()) {
      const cells = this.columns[index]!;
      const target = cells.kind === 'numeric' ? cells.values : cells.codes;
      deriveInto(target, feature, this.#allColumns, rows);
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

function emptyCells(feature: DerivedFeature): Cells {
  const { name } = feature;
  return feature.kind === 'band'
    ? { kind: 'category', name, dictionary: { texts: bandTexts(feature) }, codes: new Int32Array(0) }
    : { kind: 'numeric', name, values: new Float64Array(0) };
}
