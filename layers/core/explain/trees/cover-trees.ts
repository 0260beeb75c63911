import { DataError } from '../../errors.ts';
import type { PackedTrees } from '../explainer-document.ts';
import { LEAF } from './pack-trees.ts';

/**
 * Trees for going down them. A node's lower side is the entry after it. Where a node's test does not count, both sides
 * do, each by its share.
 */
export interface CoverTrees {
  /** Entry of each tree's root. */
  readonly roots: Uint32Array;
  /** Of each entry: the position of a node's feature, or LEAF. */
  readonly feature: Int32Array;
  /** Of each entry: the threshold of a node, the value of a leaf. */
  readonly number: Float32Array;
  /** Of each node: the entry of its upper side. */
  readonly upper: Uint32Array;
  /** Of each node: background rows of its lower side over all of its own; ½ where none reaches it. */
  readonly lowerShare: Float64Array;
  /** Of each entry: the mean of its leaves by these shares. */
  readonly mean: Float64Array;
  /** Of each entry: nodes at it and below, itself included; 0 for a leaf. */
  readonly nodeCount: Uint32Array;
}

/**
 * Finds what lies below what.
 * @param featureCount Features that the trees may test.
 * @throws DataError `EXPLAINER_INVALID` where the trees are not whole.
 */
export function coverTrees(packed: PackedTrees, featureCount: number): CoverTrees {
  requireWhole(packed, featureCount);
  const feature = Int32Array.from(packed.feature);
  const number = Float32Array.from(packed.number);
  const upper = new Uint32Array(feature.length);
  const lowerShare = new Float64Array(feature.length);
  const mean = new Float64Array(feature.length);
  const nodeCount = new Uint32Array(feature.length);
  const cover = new Float64Array(feature.length);
  // Subtrees without a node above them yet: going backwards, a node finds its lower side on top, its upper one below.
  const open: number[] = [];
  let leaf = packed.leafCover.length;
  for (let entry = feature.length - 1; entry >= 0; entry--) {
    if (feature[entry] === LEAF) {
      cover[entry] = packed.leafCover[--leaf]!;
      mean[entry] = number[entry]!;
    } else {
      const [below, above] = [open.pop(), open.pop()];
      if (below === undefined || above === undefined) throw notWhole();
      cover[entry] = cover[below]! + cover[above]!;
      const share = cover[entry] === 0 ? 0.5 : cover[below]! / cover[entry]!;
      upper[entry] = above;
      lowerShare[entry] = share;
      mean[entry] = share * mean[below]! + (1 - share) * mean[above]!;
      nodeCount[entry] = 1 + nodeCount[below]! + nodeCount[above]!;
    }
    open.push(entry);
  }
  if (open.length !== packed.count) throw notWhole();
  return { roots: Uint32Array.from(open.reverse()), feature, number, upper, lowerShare, mean, nodeCount };
}

function requireWhole({ feature, number, leafCover }: PackedTrees, featureCount: number): void {
  const leaves = feature.reduce((count, each) => count + Number(each === LEAF), 0);
  const fits = number.length === feature.length && leafCover.length === leaves;
  if (!fits || feature.some((each) => each >= featureCount)) throw notWhole();
}

function notWhole(): DataError {
  return new DataError('EXPLAINER_INVALID', 'The trees of the explainer are not whole.');
}
