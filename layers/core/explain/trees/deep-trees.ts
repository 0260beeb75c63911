import type { CoverTrees } from './cover-trees.ts';
import { solverByPlace } from './game-solver.ts';
import { OutcomeMemo } from './outcome-memo.ts';
import { treeGame, type WayFeature } from './tree-game.ts';

/** Nodes of a piece, at most: with more of them the rows share fewer outcomes, with fewer there are more pieces. */
const PIECE_NODES = 7;
/** Bits of an outcome: with a longer way a tree is solved row by row. */
const MAX_OUTCOME_BITS = 31;

/** Rows as the trees see them, and where their Shapley values go. */
export interface SolvedRows {
  readonly rowCount: number;
  /** The rows one after another, `width` numbers each; see encodeRows. */
  readonly encoded: Float32Array;
  readonly width: number;
  /** sums[row × width + feature] */
  readonly sums: Float64Array;
}

/**
 * Shapley values of trees too large for a table. A tree comes apart into subtrees, each with the features on the way to
 * it: each leaf is in one of these games with all of its way, so their Shapley values sum to the tree's. For most games
 * many rows share an outcome, and each outcome is solved once.
 */
export class DeepTrees {
  readonly #trees: CoverTrees;
  readonly #rows: SolvedRows;
  readonly #memo: OutcomeMemo;
  /** By length of the way, each row's outcome of it: bit i says whether the way's feature i takes its branches. */
  readonly #outcomes: Uint32Array[] = [];

  constructor(trees: CoverTrees, rows: SolvedRows) {
    this.#trees = trees;
    this.#rows = rows;
    this.#memo = new OutcomeMemo(rows.rowCount);
  }

  /** Adds the Shapley values of one tree. */
  add(root: number): void {
    this.#addSubtree(root, [], 0);
  }

  /** @param depth Nodes above. */
  #addSubtree(top: number, way: readonly WayFeature[], depth: number): void {
    if (this.#trees.nodeCount[top]! <= PIECE_NODES) {
      this.#addPiece(top, way, this.#outcomesAt(depth));
      return;
    }
    this.#addSide(top, way, depth, true);
    this.#addSide(top, way, depth, false);
  }

  #addSide(node: number, way: readonly WayFeature[], depth: number, isLower: boolean): void {
    const { number, upper, lowerShare } = this.#trees;
    const feature = this.#trees.feature[node]!;
    const share = isLower ? lowerShare[node]! : 1 - lowerShare[node]!;
    const known = way.findIndex((each) => each.feature === feature);
    const place = known === -1 ? way.length : known;
    const weight = share * (way[place]?.weight ?? 1);
    const [from, to] = [this.#outcomesAt(depth), this.#outcomesAt(depth + 1)];
    const test = { feature, threshold: number[node]!, isLower };
    markWay(this.#rows, test, { bit: 1 << place, isNew: known === -1 }, from, to);
    const longer = way.toSpliced(place, 1, { feature, weight });
    this.#addSubtree(isLower ? node + 1 : upper[node]!, longer, depth + 1);
  }

  #addPiece(top: number, way: readonly WayFeature[], wayOutcomes: Uint32Array): void {
    const game = treeGame(this.#trees, top, way);
    const outcomes = this.#outcomesAt(-1);
    outcomes.set(wayOutcomes);
    for (const [test, feature] of game.testFeature.entries())
      markTest(this.#rows, feature, game.testThreshold[test]!, 1 << (way.length + test), outcomes);
    const { features, solver } = solverByPlace(game);
    this.#memo.begin(solver, features.length, way.length + game.testFeature.length);
    addSolved(this.#rows, features, this.#memo, outcomes);
  }

  #outcomesAt(depth: number): Uint32Array {
    const outcomes = this.#outcomes[depth + 1] ?? new Uint32Array(this.#rows.rowCount);
    this.#outcomes[depth + 1] = outcomes;
    return outcomes;
  }
}

/** Whether the ways of a tree are short enough for DeepTrees. */
export function isShallowEnough({ feature, upper, nodeCount }: CoverTrees, root: number): boolean {
  const longest = (top: number, depth: number): number =>
    nodeCount[top]! <= PIECE_NODES
      ? depth + PIECE_NODES
      : Math.max(longest(top + 1, depth + 1), longest(upper[top]!, depth + 1));
  return feature.length > 0 && longest(root, 0) <= MAX_OUTCOME_BITS;
}

/** Keeps a way's bit where the rows take the branch, clears it where not; a new one is set before. */
function markWay(
  { encoded, width, rowCount }: SolvedRows,
  { feature, threshold, isLower }: { feature: number; threshold: number; isLower: boolean },
  { bit, isNew }: { bit: number; isNew: boolean },
  from: Uint32Array,
  to: Uint32Array,
): void {
  const set = isNew ? bit : 0;
  for (let row = 0, at = feature; row < rowCount; row++, at += width) {
    const before = from[row]! | set;
    to[row] = encoded[at]! <= threshold === isLower ? before : before & ~bit;
  }
}

function markTest(
  { encoded, width, rowCount }: SolvedRows,
  feature: number,
  threshold: number,
  bit: number,
  outcomes: Uint32Array,
): void {
  for (let row = 0, at = feature; row < rowCount; row++, at += width)
    outcomes[row]! |= encoded[at]! <= threshold ? bit : 0;
}

function addSolved(
  { rowCount, width, sums }: SolvedRows,
  features: Uint16Array,
  memo: OutcomeMemo,
  outcomes: Uint32Array,
): void {
  const count = features.length;
  for (let row = 0; row < rowCount; row++) {
    let from = memo.placeOf(outcomes[row]!);
    const { values } = memo;
    const first = row * width;
    for (let place = 0; place < count; place++) sums[first + features[place]!]! += values[from++]!;
  }
}
