import type { FeatureTable } from '../../table/feature-table.ts';
import { numbersByCode } from '../category-map.ts';
import { logOddsOf } from '../log-odds.ts';
import { categoryColumnAt, numericColumnAt } from '../table-columns.ts';
import type { TreeFeature } from '../trees/tree-feature.ts';

/**
 * The trees, flattened. A node sends a row to `lower` if its feature ≤ threshold, otherwise to `upper`; an entry below 0
 * stands for leaf −1 − entry. `roots` are entries too: a tree may be a single leaf.
 */
export interface Trees {
  readonly roots: Int32Array;
  readonly feature: Uint16Array;
  readonly threshold: Float32Array;
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  /** Probability of leaving, within (0, 1). */
  readonly leafProbability: Float32Array;
}

/** probability = mean of the trees' leaves. */
export interface ForestModel {
  readonly kind: 'random-forest';
  readonly features: readonly TreeFeature[];
  readonly trees: Trees;
}

/** Rows that go through one tree before the next tree's turn: tree and rows stay in the processor's cache. */
const BLOCK_ROWS = 512;

/** Log-odds of the rows, in their order. */
export function forestLogOdds(model: ForestModel, table: FeatureTable, rows: Uint32Array): Float64Array {
  const readers = model.features.map((feature) => featureReader(feature, table));
  const block = new Float32Array(BLOCK_ROWS * readers.length);
  const logOdds = new Float64Array(rows.length);
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const blockRows = rows.subarray(start, start + BLOCK_ROWS);
    for (const [f, read] of readers.entries()) {
      for (let i = 0; i < blockRows.length; i++) block[i * readers.length + f] = read(blockRows[i]!);
    }
    const sums = logOdds.subarray(start, start + BLOCK_ROWS);
    addLeaves(model.trees, block, readers.length, sums);
    for (let i = 0; i < sums.length; i++) sums[i] = logOddsOf(sums[i]! / model.trees.roots.length);
  }
  return logOdds;
}

/** Adds to each sum what the row's leaves say; the block holds the rows one after another, `width` values each. */
function addLeaves(trees: Trees, block: Float32Array, width: number, sums: Float64Array): void {
  const { roots, feature, threshold, lower, upper, leafProbability } = trees;
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!;
    for (let i = 0; i < sums.length; i++) {
      const at = i * width;
      let node = root;
      while (node >= 0) node = block[at + feature[node]!]! <= threshold[node]! ? lower[node]! : upper[node]!;
      sums[i]! += leafProbability[-1 - node]!;
    }
  }
}

function featureReader(feature: TreeFeature, table: FeatureTable): (row: number) => number {
  if (feature.kind === 'numeric') {
    const { values } = numericColumnAt(table, feature.column);
    return (row) => (Number.isNaN(values[row]!) ? feature.imputedWith : values[row]!);
  }
  const column = categoryColumnAt(table, feature.column);
  const ranks = numbersByCode(feature, column);
  return (row) => ranks[column.codes[row]!]!;
}
