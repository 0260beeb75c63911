import type { FeatureTable } from '../../table/feature-table.ts';
import { ALONE, type Team } from '../team.ts';
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

export interface BinningOptions {
  /** Rows at the base rate that are added to each category before its rate of leaving is taken. @default 0 */
  readonly smoothingRows?: number;
  /** The members share the columns among them; the bins lie in the team's memory. @default ALONE */
  readonly team?: Team;
}

/**
 * The table's columns in bins; those that are constant over the training rows are left out.
 * @param minMissing With fewer missing numbers than this a column has no bin for them: they are filled with the mean.
 */
export function binColumns(
  table: FeatureTable,
  rows: Uint32Array,
  minMissing: number,
  { smoothingRows = 0, team = ALONE }: BinningOptions = {},
): BinnedFeature[] {
  const { columns, label } = table;
  const memory = team.sharedMemory(columns.length * rows.length);
  const mine = columns.flatMap((column, index) => {
    if (index % team.size !== team.rank) return [];
    const bins = new Uint8Array(memory, index * rows.length, rows.length);
    const binned =
      column.kind === 'numeric'
        ? binNumeric(column, index, rows, minMissing, bins)
        : binCategory(column, index, { rows, label, smoothingRows }, bins);
    return binned === undefined ? [] : [binned];
  });
  return team
    .gather(mine)
    .flat()
    .sort((a, b) => a.feature.column - b.feature.column);
}
