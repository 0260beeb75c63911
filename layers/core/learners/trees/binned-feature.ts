import type { FeatureTable } from '../../table/feature-table.ts';
import { binCategory } from './category-bins.ts';
import { binNumeric } from './numeric-bins.ts';
import type { TreeFeature } from './tree-feature.ts';

/** A column cut into bins for growing trees. */
export interface BinnedFeature {
  readonly feature: TreeFeature;
  /** Bin of each training row, in the order of the rows. */
  readonly bins: Uint8Array;
  /** thresholds[b] parts the bins up to b from those above; one fewer than the bins. */
  readonly thresholds: Float32Array;
}

/** The table's columns in bins; those that are constant over the training rows are left out. */
export function binColumns(table: FeatureTable, rows: Uint32Array, minMissing: number): BinnedFeature[] {
  return table.columns
    .map((column, index) =>
      column.kind === 'numeric'
        ? binNumeric(column, index, rows, minMissing)
        : binCategory(column, index, rows, table.label),
    )
    .filter((binned) => binned !== undefined);
}
