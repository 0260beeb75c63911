import type { Team } from '../team.ts';
import { MAX_CODES, sumsByBin } from '../trees/column-bundles.ts';
import type { BoostedTrees } from './boosting-model.ts';
import type { GrowingRows } from './growing-rows.ts';
import { type CodeHistogram, NodeHistograms } from './node-histograms.ts';
import type { GradientSums, GradientUnits } from './packed-gradients.ts';
import { MAX_NODES, RowRouter } from './row-router.ts';
import {
  type Bounds,
  bestSplit,
  NO_BOUNDS,
  newtonStep,
  type SearchedColumns,
  type Split,
  type SplitLimits,
  type Sums,
  unpacked,
} from './split-search.ts';
import type { TrainingMatrix } from './training-matrix.ts';
import { TreeBuilder } from './tree-builder.ts';

export interface TreeSettings extends SplitLimits {
  /** Most splits between the root and a leaf; at least 1. */
  readonly depth: number;
  readonly learningRate: number;
}

const NO_SUMS: GradientSums = { magnitude: 0, hessian: 0 };

/** One tree, its root being node 0. */
export type BoostedTree = Omit<BoostedTrees, 'roots'>;

/** A node that may be parted: `place` sets the entry in the tree that points to it. */
interface Candidate {
  readonly node: number;
  readonly sums: Sums;
  readonly bounds: Bounds;
  readonly histogram: CodeHistogram;
  readonly place: (entry: number) => void;
}

/** A node that was parted into `firstChild` (lower) and firstChild + 1 (upper). */
interface Parted extends Candidate {
  readonly split: Split;
  readonly firstChild: number;
  readonly entry: number;
  readonly childBounds: readonly [Bounds, Bounds];
}

/** Grows trees over one training matrix, level by level, each level by one pass over the rows. */
export class TreeGrower {
  readonly #matrix: TrainingMatrix;
  readonly #settings: TreeSettings;
  readonly #router: RowRouter;
  readonly #histograms: NodeHistograms;
  readonly #byBin: Float64Array;
  readonly #wanted = new Uint8Array(MAX_NODES);
  #nodeCount = 0;

  constructor(matrix: TrainingMatrix, settings: TreeSettings, team: Team) {
    const maxCounted = Math.max(1, 2 ** (settings.depth - 2));
    this.#matrix = matrix;
    this.#settings = settings;
    this.#router = new RowRouter(matrix.bundles, matrix.codes);
    this.#histograms = new NodeHistograms(matrix.codes, maxCounted, team);
    this.#byBin = new Float64Array(matrix.features.length * MAX_CODES);
  }

  /** Counts all drawn rows as one node: its histogram, and the sums over the whole team of what the members give. */
  countRoot(
    rows: GrowingRows,
    sums: GradientSums,
  ): { readonly root: CodeHistogram; readonly sums: GradientSums } {
    const counted = this.#histograms.count([0], rows.drawnRows(), sums);
    return { root: counted.histograms[0]!, sums: counted.sums };
  }

  giveBack(histogram: CodeHistogram): void {
    this.#histograms.giveBack(histogram);
  }

  /** Grows a tree from the root's histogram and leaves each row in its leaf; undefined if no split helps. */
  grow(
    root: CodeHistogram,
    rows: GrowingRows,
    columns: SearchedColumns,
    units: GradientUnits,
  ): BoostedTree | undefined {
    const builder = new TreeBuilder();
    const total = root.subarray(0, MAX_CODES).reduce((sum, value) => sum + value, 0);
    const sums = unpacked(total, units);
    this.#nodeCount = 1;
    let level: Candidate[] = [{ node: 0, sums, bounds: NO_BOUNDS, histogram: root, place: () => {} }];
    for (let depth = 1; level.length > 0; depth++) {
      const parted = this.#partLevel(level, rows, columns, units, builder);
      const isLast = depth === this.#settings.depth;
      if (isLast) for (const node of parted) this.#addLeaves(node, rows, units, builder);
      level = parted.length === 0 || isLast ? [] : this.#children(parted, rows, builder);
      if (isLast && parted.length > 0) this.#router.route(rows.node);
    }
    return builder.isEmpty ? undefined : builder.tree();
  }

  /** Parts the nodes that are better parted; the others become leaves. */
  #partLevel(
    level: readonly Candidate[],
    rows: GrowingRows,
    columns: SearchedColumns,
    units: GradientUnits,
    builder: TreeBuilder,
  ): Parted[] {
    this.#router.reset();
    return level.flatMap((candidate) => {
      const { sums, bounds, histogram } = candidate;
      sumsByBin(this.#matrix.bundles, histogram, this.#byBin);
      const split = bestSplit(this.#byBin, sums, columns, units, this.#settings, bounds);
      if (split !== undefined) return [this.#part(candidate, split, columns, units, builder)];
      this.#histograms.giveBack(histogram);
      if (!builder.isEmpty) {
        const value = this.#leafValue(sums, bounds, units);
        candidate.place(builder.addLeaf(value));
        rows.leafValues[candidate.node] = value;
      }
      return [];
    });
  }

  #part(
    candidate: Candidate,
    split: Split,
    { directions }: SearchedColumns,
    units: GradientUnits,
    builder: TreeBuilder,
  ): Parted {
    const entry = builder.addNode(split.feature, this.#matrix.thresholds[split.feature]![split.bin]!);
    candidate.place(entry);
    const firstChild = this.#nodeCount;
    this.#nodeCount += 2;
    this.#router.part(candidate.node, split, firstChild);
    const childBounds = this.#boundsOfSides(split, candidate.bounds, directions[split.feature]!, units);
    return { ...candidate, split, firstChild, entry, childBounds };
  }

  /** On a column with a direction neither side may pass the middle of the two, whatever comes below them. */
  #boundsOfSides(split: Split, bounds: Bounds, direction: number, units: GradientUnits): [Bounds, Bounds] {
    if (direction === 0) return [bounds, bounds];
    const l2 = this.#settings.l2 * units.scale;
    const middle = (newtonStep(split.lower, l2, bounds) + newtonStep(split.upper, l2, bounds)) / 2;
    const [below, above] = [
      { ...bounds, most: middle },
      { ...bounds, least: middle },
    ];
    return direction > 0 ? [below, above] : [above, below];
  }

  /** Moves the rows on and counts the lighter side of each parted node; the other side is what remains. */
  #children(parted: readonly Parted[], rows: GrowingRows, builder: TreeBuilder): Candidate[] {
    const lighter = parted.map(({ split: { lower, upper }, firstChild }) =>
      lower.hessian <= upper.hessian ? firstChild : firstChild + 1,
    );
    this.#wanted.fill(0);
    for (const node of lighter) this.#wanted[node] = 1;
    if (parted[0]?.node === 0) this.#router.routeFromRoot(rows.node);
    else this.#router.route(rows.node);
    const { histograms } = this.#histograms.count(lighter, rows.rowsOf(this.#wanted), NO_SUMS);
    return parted.flatMap((node, index) => this.#sides(node, lighter[index]!, histograms[index]!, builder));
  }

  #sides(
    { split, firstChild, entry, histogram, childBounds }: Parted,
    counted: number,
    side: CodeHistogram,
    builder: TreeBuilder,
  ): Candidate[] {
    const rest = this.#histograms.subtract(histogram, side);
    const isLower = counted === firstChild;
    return [
      {
        node: firstChild,
        sums: split.lower,
        bounds: childBounds[0],
        histogram: isLower ? side : rest,
        place: (child) => builder.setLower(entry, child),
      },
      {
        node: firstChild + 1,
        sums: split.upper,
        bounds: childBounds[1],
        histogram: isLower ? rest : side,
        place: (child) => builder.setUpper(entry, child),
      },
    ];
  }

  #addLeaves(parted: Parted, rows: GrowingRows, units: GradientUnits, builder: TreeBuilder): void {
    const { split, firstChild, entry, histogram, childBounds } = parted;
    this.#histograms.giveBack(histogram);
    const lower = this.#leafValue(split.lower, childBounds[0], units);
    const upper = this.#leafValue(split.upper, childBounds[1], units);
    builder.setLower(entry, builder.addLeaf(lower));
    builder.setUpper(entry, builder.addLeaf(upper));
    rows.leafValues[firstChild] = lower;
    rows.leafValues[firstChild + 1] = upper;
  }

  /** The shrunken Newton step. */
  #leafValue(sums: Sums, bounds: Bounds, { scale }: GradientUnits): number {
    return this.#settings.learningRate * newtonStep(sums, this.#settings.l2 * scale, bounds);
  }
}
