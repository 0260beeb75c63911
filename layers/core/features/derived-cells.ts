import { ChurnError } from '../errors.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import {
  bandCodeOf,
  bandTexts,
  type DerivedFeature,
  derivedFeatures,
  differenceOf,
  ratioOf,
} from './derived-features.ts';
import type { Cells, NumericCells } from './typed-rows.ts';

/** Computes the derived features of one batch of rows after another. */
export class DerivedCells {
  /** In the order of `derivedFeatures`. */
  readonly columns: readonly Cells[];
  readonly #computations: readonly ((rows: number) => void)[];
  #capacity = 0;

  /**
   * `schemaCells` are the columns of the schema, whose numbers must be float32 when `compute` is called.
   * @throws ChurnError `TABLE_MISMATCH` for a feature of a column that is not there
   */
  constructor(schema: SchemaDocument, schemaCells: readonly Cells[]) {
    const features = derivedFeatures(schema);
    this.columns = features.map(emptyCells);
    const columns = [...schemaCells, ...this.columns];
    this.#computations = features.map((feature, index) =>
      computationOf(feature, this.columns[index]!, (name) => numericCells(columns, name)),
    );
  }

  /** Computes the first `rows` cells of every column. */
  compute(rows: number): void {
    if (rows > this.#capacity) this.#grow(Math.max(rows, 2 * this.#capacity));
    for (const compute of this.#computations) compute(rows);
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

/** Fills a column from others, which are looked up by name once: their arrays may be new ones each time. */
function computationOf(
  feature: DerivedFeature,
  target: Cells,
  source: (name: string) => NumericCells,
): (rows: number) => void {
  if (feature.kind === 'band' && target.kind === 'category') {
    const values = source(feature.source);
    return (rows) => {
      for (let row = 0; row < rows; row++) target.codes[row] = bandCodeOf(feature, values.values[row]!);
    };
  }
  if (feature.kind === 'ratio' && target.kind === 'numeric') {
    const [numerator, denominator] = [source(feature.numerator), source(feature.denominator)];
    const otherwise = source(feature.otherwise);
    return (rows) => {
      for (let row = 0; row < rows; row++) {
        const [above, below] = [numerator.values[row]!, denominator.values[row]!];
        target.values[row] = ratioOf(above, below, otherwise.values[row]!);
      }
    };
  }
  if (feature.kind === 'difference' && target.kind === 'numeric') {
    const [minuend, subtrahend] = [source(feature.minuend), source(feature.subtrahend)];
    return (rows) => {
      for (let row = 0; row < rows; row++) {
        target.values[row] = differenceOf(minuend.values[row]!, subtrahend.values[row]!);
      }
    };
  }
  throw new ChurnError('TABLE_MISMATCH', `The column ${target.name} is no ${feature.kind}.`);
}

/** The first column of the name: one of the schema hides a derived one. */
function numericCells(columns: readonly Cells[], name: string): NumericCells {
  const cells = columns.find((candidate) => candidate.name === name);
  if (cells?.kind === 'numeric') return cells;
  throw new ChurnError('TABLE_MISMATCH', `There is no numeric column ${name} to derive a feature from.`);
}
