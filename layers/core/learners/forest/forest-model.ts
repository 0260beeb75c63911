import type { FeatureTable } from '../../table/feature-table.ts';
import { logOddsOf } from '../log-odds.ts';
import { encodeRows } from '../trees/encoded-rows.ts';
import type { TreeFeature } from '../trees/tree-feature.ts';
import { addLeaves, packTrees, ROWS_TOGETHER } from './packed-trees.ts';

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
const BLOCK_ROWS = 4096;

/** Log-odds of the rows, in their order. */
export function forestLogOdds(model: ForestModel, table: FeatureTable, rows: Uint32Array): Float64Array {
  const trees = packTrees(model.trees);
  const width = model.features.length;
  const logOdds = new Float64Array(rows.length);
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const block = padded(rows.subarray(start, start + BLOCK_ROWS));
    const encoded = encodeRows(model.features, table, block);
    const sums = new Float64Array(block.length);
    for (const root of trees.roots) addLeaves(trees, root, encoded, width, sums);
    const answers = logOdds.subarray(start, start + BLOCK_ROWS);
    for (let i = 0; i < answers.length; i++) answers[i] = logOddsOf(sums[i]! / trees.roots.length);
  }
  return logOdds;
}

/** The rows and, again and again, the last of them, up to a multiple of ROWS_TOGETHER. */
function padded(rows: Uint32Array): Uint32Array {
  const length = Math.ceil(rows.length / ROWS_TOGETHER) * ROWS_TOGETHER;
  const block = new Uint32Array(length).fill(rows.at(-1)!);
  block.set(rows);
  return block;
}
