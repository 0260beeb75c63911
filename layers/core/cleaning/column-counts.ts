import type { ColumnQuality } from '../lake/documents.ts';
import type { SchemaColumn } from '../schema/schema-document.ts';
import { CELL_FINE, CELL_UNEXPECTED, type CellState } from './cell-state.ts';

const KINDS = CELL_UNEXPECTED + 1;

/** Counts by column how the cells of the kept rows were found. */
export class ColumnCounts {
  readonly #columns: readonly SchemaColumn[];
  readonly #counts: Float64Array;

  constructor(columns: readonly SchemaColumn[]) {
    this.#columns = columns;
    this.#counts = new Float64Array(columns.length * KINDS);
  }

  /** Adds a row: how the cell of each column was found. */
  add(cells: readonly { readonly state: CellState }[]): void {
    for (let index = 0; index < cells.length; index++) {
      const { state } = cells[index]!;
      if (state !== CELL_FINE) this.#counts[index * KINDS + state]! += 1;
    }
  }

  /** One entry a column; `missing` counts blank cells, `invalid` others that were made missing. */
  report(): ColumnQuality[] {
    return this.#columns.map(({ name, type }, index) => {
      const [missing = 0, invalid = 0, unexpected = 0] = this.#counts.subarray(
        index * KINDS + 1,
        (index + 1) * KINDS,
      );
      return { name, type, missing, invalid, unexpected };
    });
  }
}
