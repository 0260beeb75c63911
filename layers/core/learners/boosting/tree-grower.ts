import { MAX_CODES, sumsByBin } from '../trees/column-bundles.ts';
import type { BoostedTrees } from './boosting-model.ts';
import { type CodeHistogram, CodeHistograms } from './code-histograms.ts';
import type { PackedGradients } from './packed-gradients.ts';
import { RowOrder, type RowRange } from './row-order.ts';
import { bestSplit, type Split, type SplitLimits, type Sums, unpacked } from './split-search.ts';
import type { TrainingMatrix } from './training-matrix.ts';
import { TreeBuilder } from './tree-builder.ts';

export interface TreeSettings extends SplitLimits {
  /** Most splits between the root and a leaf; at least 1. */
  readonly depth: number;
  readonly learningRate: number;
}

/** One tree, its root being node 0. */
export type BoostedTree = Omit<BoostedTrees, 'roots'>;

/** What one tree is grown from: `features` are those it may split on, `logOdds` of each row are moved by its leaves. */
export interface Round {
  readonly gradients: PackedGradients;
  readonly features: Uint16Array;
  readonly logOdds: Float64Array;
}

/** A node that waits to be parted or to become a leaf, and the place in the tree that points to it. */
interface Pending {
  readonly range: RowRange;
  readonly sums: Sums;
  readonly histogram: CodeHistogram;
  readonly place: (entry: number) => void;
}

/** Grows trees over one training matrix, level by level. */
export class TreeGrower {
  readonly #matrix: TrainingMatrix;
  readonly #settings: TreeSettings;
  readonly #binCounts: Uint16Array;
  readonly #rows: RowOrder;
  readonly #histograms: CodeHistograms;
  readonly #byBin: Float64Array;

  constructor(matrix: TrainingMatrix, settings: TreeSettings) {
    this.#matrix = matrix;
    this.#settings = settings;
    this.#binCounts = Uint16Array.from(matrix.thresholds, (thresholds) => thresholds.length + 1);
    this.#rows = new RowOrder(matrix.bundles, matrix.labels.length);
    this.#histograms = new CodeHistograms(matrix.bundles);
    this.#byBin = new Float64Array(matrix.features.length * MAX_CODES);
  }

  /** Grows the next tree and adds its leaves to the rows' log-odds; undefined if no split helps. */
  grow(round: Round): BoostedTree | undefined {
    const { packed } = round.gradients;
    const range = this.#rows.reset();
    let total = 0;
    for (let row = 0; row < packed.length; row++) total += packed[row]!;
    const sums = unpacked(total, round.gradients);
    const histogram = this.#histograms.count(range, this.#rows.order, packed);
    const builder = new TreeBuilder();
    let level: Pending[] = [{ range, sums, histogram, place: () => {} }];
    for (let depth = 0; level.length > 0; depth++) {
      level = level.flatMap((node) => this.#partOrEnd(node, depth, round, builder));
    }
    return builder.isEmpty ? undefined : builder.tree();
  }

  /** Parts the node if that helps and returns the sides that may be parted again; otherwise makes it a leaf. */
  #partOrEnd(node: Pending, depth: number, round: Round, builder: TreeBuilder): Pending[] {
    const { gradients, features } = round;
    sumsByBin(this.#matrix.bundles, node.histogram, this.#byBin);
    const split = bestSplit(this.#byBin, node.sums, features, this.#binCounts, gradients, this.#settings);
    const isLast = depth + 1 === this.#settings.depth;
    if (split !== undefined && !isLast) return this.#part(node, split, round, builder);
    this.#histograms.giveBack(node.histogram);
    if (split !== undefined) {
      this.#addTwoLeaves(node, split, round, builder);
    } else if (depth > 0) {
      const value = this.#leafValue(node.sums, gradients);
      node.place(builder.addLeaf(value));
      this.#rows.addValue(node.range, value, round.logOdds);
    }
    return [];
  }

  #part(node: Pending, split: Split, { gradients }: Round, builder: TreeBuilder): Pending[] {
    const index = this.#addNode(node, split, builder);
    const [lower, upper] = this.#rows.part(node.range, split.feature, split.bin);
    const { order } = this.#rows;
    const [below, above] = this.#histograms.countSides(lower, upper, node.histogram, order, gradients.packed);
    const setLower = (entry: number) => builder.setLower(index, entry);
    const setUpper = (entry: number) => builder.setUpper(index, entry);
    return [
      { range: lower, sums: split.lower, histogram: below, place: setLower },
      { range: upper, sums: split.upper, histogram: above, place: setUpper },
    ];
  }

  #addTwoLeaves(node: Pending, split: Split, { gradients, logOdds }: Round, builder: TreeBuilder): void {
    const index = this.#addNode(node, split, builder);
    const lower = this.#leafValue(split.lower, gradients);
    const upper = this.#leafValue(split.upper, gradients);
    builder.setLower(index, builder.addLeaf(lower));
    builder.setUpper(index, builder.addLeaf(upper));
    this.#rows.addValues(node.range, split.feature, split.bin, lower, upper, logOdds);
  }

  #addNode(node: Pending, { feature, bin }: Split, builder: TreeBuilder): number {
    const index = builder.addNode(feature, this.#matrix.thresholds[feature]![bin]!);
    node.place(index);
    return index;
  }

  /** The shrunken Newton step: −learning rate × gradient ÷ (hessian + l2). */
  #leafValue({ gradient, hessian }: Sums, { scale }: PackedGradients): number {
    const { l2, learningRate } = this.#settings;
    return (-learningRate * gradient) / (hessian + l2 * scale);
  }
}
