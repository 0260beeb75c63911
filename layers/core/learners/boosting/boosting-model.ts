import type { FeatureTable } from '../../table/feature-table.ts';
import { encodeRows } from '../trees/encoded-rows.ts';
import type { TreeFeature } from '../trees/tree-feature.ts';

/**
 * Trees that each add to the log-odds, flattened. A node sends a row to `lower` if its feature ≤ threshold, otherwise
 * to `upper`; an entry below 0 stands for leaf −1 − entry. A root is always a node.
 */
export interface BoostedTrees {
  readonly roots: Int32Array;
  readonly feature: Uint16Array;
  readonly threshold: Float32Array;
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  /** Part of the log-odds; see exactlySummable. */
  readonly leafValue: Float32Array;
}

/** log-odds = base + Σ over the trees of the row's leaf. Without trees it is the base for every row. */
export interface BoostingModel {
  readonly kind: 'gradient-boosting';
  readonly features: readonly TreeFeature[];
  /** Log-odds of leaving over all training rows. */
  readonly base: number;
  readonly trees: BoostedTrees;
}

/** Rows that go through one tree before the next tree's turn: tree and rows stay in the processor's cache. */
const BLOCK_ROWS = 512;

/** Log-odds of the rows, in their order. */
export function boostingLogOdds(model: BoostingModel, table: FeatureTable, rows: Uint32Array): Float64Array {
  const width = model.features.length;
  const logOdds = new Float64Array(rows.length).fill(model.base);
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const block = encodeRows(model.features, table, rows.subarray(start, start + BLOCK_ROWS));
    const sums = logOdds.subarray(start, start + BLOCK_ROWS);
    for (const root of model.trees.roots) addTree(model.trees, root, block, width, sums);
  }
  return logOdds;
}

/** Adds one tree's leaves to the sums; `encoded` holds the rows one after another, `width` values each. */
export function addTree(
  trees: Omit<BoostedTrees, 'roots'>,
  root: number,
  encoded: Float32Array,
  width: number,
  sums: Float64Array,
): void {
  const { feature, threshold, lower, upper, leafValue } = trees;
  for (let i = 0; i < sums.length; i++) {
    const at = i * width;
    let node = root;
    while (node >= 0) node = encoded[at + feature[node]!]! <= threshold[node]! ? lower[node]! : upper[node]!;
    sums[i]! += leafValue[-1 - node]!;
  }
}
