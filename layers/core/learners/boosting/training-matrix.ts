import type { FeatureTable } from '../../table/feature-table.ts';
import { binColumns } from '../trees/binned-feature.ts';
import { bundleColumns, type ColumnBundles } from '../trees/column-bundles.ts';
import type { TreeFeature } from '../trees/tree-feature.ts';
import { withSmoothedRanks } from './smoothed-ranks.ts';

/** The training rows in bins, at most one byte a value. */
export interface TrainingMatrix {
  readonly features: readonly TreeFeature[];
  /** By feature: thresholds[b] parts the bins up to b from those above; one fewer than its bins. */
  readonly thresholds: readonly Float32Array[];
  readonly bundles: ColumnBundles;
  /** 0 or 1 for each row. */
  readonly labels: Uint8Array;
}

/** Missing numbers get a bin of their own where there are at least this many. */
const MIN_MISSING_ROWS = 20;

/** Bins the columns by the given rows alone; those that are constant there are left out. */
export function trainingMatrix(table: FeatureTable, rows: Uint32Array): TrainingMatrix {
  const labels = Uint8Array.from(rows, (row) => table.label[row]!);
  const columns = binColumns(table, rows, MIN_MISSING_ROWS).map((binned) =>
    withSmoothedRanks(binned, labels),
  );
  return {
    features: columns.map(({ feature }) => feature),
    thresholds: columns.map(({ thresholds }) => thresholds),
    bundles: bundleColumns(columns, rows.length),
    labels,
  };
}
