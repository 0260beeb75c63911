import type { Trees } from './forest-model.ts';

/** Words of a node or leaf: its feature, its threshold or probability, and where its lower and upper side are. */
const WORDS = 4;
const [NUMBER, SIDES] = [1, 2];

/** Rows that go down a tree side by side, so that the processor reads for one while it waits for another. */
export const ROWS_TOGETHER = 4;

/**
 * Trees laid out for going down them: what a step reads lies together, and a leaf leads to itself, so that rows which
 * have reached theirs can wait for the others.
 */
export interface PackedTrees {
  readonly words: Int32Array;
  /** The same memory, for thresholds and probabilities. */
  readonly numbers: Float32Array;
  /** Where each tree begins. */
  readonly roots: Int32Array;
  /** Where the leaves begin: they are behind all nodes. */
  readonly firstLeaf: number;
}

/** Packs the nodes and leaves. */
export function packTrees(trees: Trees): PackedTrees {
  const { feature, threshold, lower, upper, leafProbability } = trees;
  const nodeCount = feature.length;
  const placeOf = (entry: number) => WORDS * (entry < 0 ? nodeCount - 1 - entry : entry);
  const words = new Int32Array(WORDS * (nodeCount + leafProbability.length));
  const numbers = new Float32Array(words.buffer);
  for (let node = 0; node < nodeCount; node++) {
    const at = WORDS * node;
    words[at] = feature[node]!;
    numbers[at + NUMBER] = threshold[node]!;
    words[at + SIDES] = placeOf(lower[node]!);
    words[at + SIDES + 1] = placeOf(upper[node]!);
  }
  for (let leaf = 0; leaf < leafProbability.length; leaf++) {
    const at = WORDS * (nodeCount + leaf);
    numbers[at + NUMBER] = leafProbability[leaf]!;
    words[at + SIDES] = at;
    words[at + SIDES + 1] = at;
  }
  return { words, numbers, roots: trees.roots.map(placeOf), firstLeaf: WORDS * nodeCount };
}

/**
 * Adds to each row's sum the probability of its leaf in one tree.
 * @param encoded The rows one after another, `width` values each; their number is a multiple of ROWS_TOGETHER.
 */
export function addLeaves(
  { words, numbers, firstLeaf }: PackedTrees,
  root: number,
  encoded: Float32Array,
  width: number,
  sums: Float64Array,
): void {
  for (let row = 0; row < sums.length; row += ROWS_TOGETHER) {
    const rowA = row * width;
    const rowB = rowA + width;
    const rowC = rowB + width;
    const rowD = rowC + width;
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    while (a < firstLeaf || b < firstLeaf || c < firstLeaf || d < firstLeaf) {
      a = words[a + SIDES + Number(encoded[rowA + words[a]!]! > numbers[a + NUMBER]!)]!;
      b = words[b + SIDES + Number(encoded[rowB + words[b]!]! > numbers[b + NUMBER]!)]!;
      c = words[c + SIDES + Number(encoded[rowC + words[c]!]! > numbers[c + NUMBER]!)]!;
      d = words[d + SIDES + Number(encoded[rowD + words[d]!]! > numbers[d + NUMBER]!)]!;
    }
    sums[row]! += numbers[a + NUMBER]!;
    sums[row + 1]! += numbers[b + NUMBER]!;
    sums[row + 2]! += numbers[c + NUMBER]!;
    sums[row + 3]! += numbers[d + NUMBER]!;
  }
}
