import type { FeatureTable } from '../table/feature-table.ts';

/** Contributions of the features that a model reads, in the model's own unit: log-odds, or a probability for a forest. */
export interface ModelContributions {
  /** The model's mean over the background: what contributions add to. */
  readonly base: number;
  /** Nodes of the trees that are too large to be solved beforehand: what a row costs. */
  readonly largeTreeNodes: number;
  /** Position of each feature in the feature table. */
  readonly tableColumns: Uint32Array;
  /**
   * Adds each row's contributions to sums[i × features + feature], i counting the rows.
   * @throws ChurnError `TABLE_MISMATCH`
   */
  add(table: FeatureTable, rows: Uint32Array, sums: Float64Array): void;
}
