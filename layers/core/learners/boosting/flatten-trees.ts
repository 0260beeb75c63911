import type { BoostedTrees } from './boosting-model.ts';
import type { BoostedTree } from './tree-grower.ts';

/** Puts the trees one behind another. */
export function flattenTrees(trees: readonly BoostedTree[]): BoostedTrees {
  const roots: number[] = [];
  const feature: number[] = [];
  const threshold: number[] = [];
  const lower: number[] = [];
  const upper: number[] = [];
  const leafValue: number[] = [];
  for (const tree of trees) {
    const [nodes, leaves] = [feature.length, leafValue.length];
    const moved = (entry: number) => (entry < 0 ? entry - leaves : entry + nodes);
    roots.push(nodes);
    feature.push(...tree.feature);
    threshold.push(...tree.threshold);
    lower.push(...Array.from(tree.lower, moved));
    upper.push(...Array.from(tree.upper, moved));
    leafValue.push(...tree.leafValue);
  }
  return {
    roots: Int32Array.from(roots),
    feature: Uint16Array.from(feature),
    threshold: Float32Array.from(threshold),
    lower: Int32Array.from(lower),
    upper: Int32Array.from(upper),
    leafValue: exactlySummable(leafValue, trees),
  };
}

/** Significant bits of a float32. */
const FLOAT32_BITS = 24;

/**
 * The leaf values rounded to multiples of the finest power of two with which a float32 holds every sum of one leaf a
 * tree exactly: whoever adds them, in whatever order, float32 or float64, gets the same number.
 */
function exactlySummable(values: readonly number[], trees: readonly BoostedTree[]): Float32Array {
  const bound = trees.reduce((sum, { leafValue }) => sum + Math.max(...leafValue.map(Math.abs)), 0);
  if (bound === 0) return Float32Array.from(values);
  // One more bit than the bound itself needs, for what rounding adds to it.
  const step = 2 ** (Math.floor(Math.log2(bound)) + 2 - FLOAT32_BITS);
  return Float32Array.from(values, (value) => Math.round(value / step) * step);
}
