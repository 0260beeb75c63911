import { DataError } from '../errors.ts';
import type { ExplainerDocument } from './explainer-document.ts';

/** Gives what a model's features contribute to the schema's columns that stand for them. */
export class NamedParts {
  /** Columns of the schema. */
  readonly columnCount: number;
  /** A part: which feature, to which column, and how much of it. */
  readonly #feature: Uint32Array;
  readonly #column: Uint32Array;
  readonly #share: Float64Array;

  /**
   * @param tableColumns Position of each feature in the feature table.
   * @throws DataError `EXPLAINER_INVALID`
   */
  constructor(tableColumns: Uint32Array, columns: ExplainerDocument['columns']) {
    const parts = Array.from(tableColumns).flatMap((position, feature) => {
      const column = columns[position];
      if (column === undefined)
        throw new DataError('EXPLAINER_INVALID', `The explainer has no column ${position}.`);
      return column.named.map(({ column, share }) => ({ feature, column, share }));
    });
    this.columnCount = columns.reduce(
      (count, { named }) => named.reduce((most, { column }) => Math.max(most, column + 1), count),
      0,
    );
    this.#feature = Uint32Array.from(parts, ({ feature }) => feature);
    this.#column = Uint32Array.from(parts, ({ column }) => column);
    this.#share = Float64Array.from(parts, ({ share }) => share);
  }

  /** Adds the features' values from values[first] on, times `factor`, to those of the columns from named[to] on. */
  add(values: Float64Array, first: number, factor: number, named: Float64Array, to: number): void {
    for (let part = 0; part < this.#feature.length; part++) {
      const value = values[first + this.#feature[part]!]! * this.#share[part]!;
      named[to + this.#column[part]!]! += value * factor;
    }
  }
}
