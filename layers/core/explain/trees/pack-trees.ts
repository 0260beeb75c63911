import { formatFloat32 } from '../../features/float32-text.ts';
import type { BoostedTrees } from '../../learners/boosting/boosting-model.ts';
import { encodeRows } from '../../learners/trees/encoded-rows.ts';
import type { TreeFeature } from '../../learners/trees/tree-feature.ts';
import type { Background } from '../background.ts';
import type { PackedTrees } from '../explainer-document.ts';

/** A model's trees: an entry below 0 stands for leaf −1 − entry; a root may be one. */
export type ModelTrees = BoostedTrees;

/** `feature` of a leaf. */
export const LEAF = -1;

/** Rows that go through one tree before the next tree's turn. */
const BLOCK_ROWS = 4096;

/** A model's trees in preorder, with the background rows that reach each leaf. */
export function packTrees(
  trees: ModelTrees,
  features: readonly TreeFeature[],
  background: Background,
): PackedTrees {
  const rowsOfLeaf = countLeafRows(trees, features, background);
  const packed: PackedTrees = { count: trees.roots.length, feature: [], number: [], leafCover: [] };
  // The last of these is the next entry: a node's upper side waits below its lower one.
  const waiting = Array.from(trees.roots).reverse();
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (entry < 0) {
      packed.feature.push(LEAF);
      packed.number.push(shortened(trees.leafValue[-1 - entry]!));
      packed.leafCover.push(rowsOfLeaf[-1 - entry]!);
    } else {
      packed.feature.push(trees.feature[entry]!);
      packed.number.push(shortened(trees.threshold[entry]!));
      waiting.push(trees.upper[entry]!, trees.lower[entry]!);
    }
  }
  return packed;
}

/** The number of fewest digits that is the same in float32. */
function shortened(float32: number): number {
  return Number(formatFloat32(float32));
}

/** Background rows that reach each of the model's leaves. */
function countLeafRows(
  trees: ModelTrees,
  features: readonly TreeFeature[],
  { table, rows }: Background,
): Uint32Array {
  const counts = new Uint32Array(trees.leafValue.length);
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const block = rows.subarray(start, start + BLOCK_ROWS);
    const encoded = encodeRows(features, table, block);
    for (const root of trees.roots) countTree(trees, root, encoded, block.length, counts);
  }
  return counts;
}

function countTree(
  { feature, threshold, lower, upper }: ModelTrees,
  root: number,
  encoded: Float32Array,
  rowCount: number,
  counts: Uint32Array,
): void {
  const width = encoded.length / rowCount;
  for (let row = 0; row < rowCount; row++) {
    const at = row * width;
    let entry = root;
    while (entry >= 0)
      entry = encoded[at + feature[entry]!]! <= threshold[entry]! ? lower[entry]! : upper[entry]!;
    counts[-1 - entry]!++;
  }
}
