import { stratifiedFolds } from '#core/evaluation/stratified-folds.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { labelledRows } from '#core/training/labelled-rows.ts';

/** Labelled rows of a table: four fifths to fit on and a fifth to measure on, ascending and in shared memory. */
export interface HeldOut {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** The same seed parts the same table alike. @throws DataError as labelledRows. */
export function heldOut(table: FeatureTable, seed: number): HeldOut {
  const { rows } = labelledRows(table);
  const [fold] = stratifiedFolds(rows, table.label, { folds: 5, repeats: 1, seed });
  return { train: shared(fold!.train), test: shared(fold!.test) };
}

function shared(rows: Uint32Array): Uint32Array {
  const copy = new Uint32Array(new SharedArrayBuffer(rows.byteLength));
  copy.set(rows);
  return copy;
}
