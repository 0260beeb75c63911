import type { SeededRandom } from '../seeded-random.ts';
import { boundsOfSides, countsOf, NO_BOUNDS, probabilityOfNode } from './node-counts.ts';
import { partitionNode } from './partition-node.ts';
import { type BlockRange, copyNode, type RowBlock, rowBlock } from './row-block.ts';
import {
  type ForestFeatures,
  type SearchedNode,
  type Split,
  SplitSearch,
  type SplitSettings,
} from './split-search.ts';
import { type Place, ROOT, type TreeBuilder } from './tree-builder.ts';

/** A node with so many times fewer rows than its block gets a block of its own. */
const SHRINK = 4;
/** A block of fewer rows lies in the cache as it is. */
const SMALL_BLOCK_ROWS = 2048;

/** A part of the sample that waits to become a node or a leaf. */
interface Pending extends SearchedNode, Place {
  /** Of the node's block among the grower's. */
  readonly level: number;
}

/** Grows trees on samples of binned training rows. */
export class TreeGrower {
  /** To be filled with the sample of the next tree. */
  readonly sample: RowBlock;
  readonly #features: ForestFeatures;
  readonly #minLeafDraws: number;
  readonly #search: SplitSearch;
  /** The sample, then ever smaller ones. A block is used again once no node of its level is pending. */
  readonly #blocks: readonly RowBlock[];
  readonly #scratch: Uint32Array;

  /** @param sampleRows The most rows that a tree is grown on. */
  constructor(features: ForestFeatures, sampleRows: number, wordsPerRow: number, settings: SplitSettings) {
    this.sample = rowBlock(sampleRows, wordsPerRow);
    this.#features = features;
    this.#minLeafDraws = settings.minLeafDraws;
    this.#search = new SplitSearch(features, settings);
    this.#blocks = [this.sample, ...smallerBlocks(sampleRows, wordsPerRow)];
    this.#scratch = new Uint32Array(sampleRows);
  }

  /** Grows a tree on the sample, whose order changes. @param total Sum of the sample's units. */
  grow(total: number, random: SeededRandom, builder: TreeBuilder): void {
    this.#search.reset();
    const whole = { block: this.sample, level: 0, start: 0, end: this.sample.size };
    const root = { ...whole, counts: countsOf(total), bounds: NO_BOUNDS, parent: ROOT, isUpper: false };
    const pending: Pending[] = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const split = this.#canBeParted(node) ? this.#search.best(node, random) : undefined;
      if (split === undefined) {
        builder.addLeaf(probabilityOfNode(node.counts, this.#features.baseRate, node.bounds), node);
      } else {
        const [lower, upper] = this.#part(node, split, builder);
        pending.push(upper, lower);
      }
    }
  }

  #canBeParted({ counts: { draws, left } }: Pending): boolean {
    return draws >= 2 * this.#minLeafDraws && left > 0 && left < draws;
  }

  #part(node: Pending, split: Split, builder: TreeBuilder): [Pending, Pending] {
    const { feature, bin, lower, upper } = split;
    const { thresholds, directions, baseRate } = this.#features;
    const parent = builder.addNode(feature, thresholds[feature]![bin]!, node);
    const rows = this.#closeTogether(node);
    const { block, level, start, end } = rows;
    const middle = partitionNode(rows, feature, bin, this.#scratch);
    const bounds = boundsOfSides(lower, upper, directions[feature]!, baseRate, node.bounds);
    return [
      { block, level, start, end: middle, counts: lower, bounds: bounds[0], parent, isUpper: false },
      { block, level, start: middle, end, counts: upper, bounds: bounds[1], parent, isUpper: true },
    ];
  }

  /** Copies the rows of a node that has become much smaller than its block into the next block. */
  #closeTogether(node: Pending): BlockRange & Pick<Pending, 'level'> {
    const { block, level, start, end } = node;
    const next = this.#blocks[level + 1];
    if (next === undefined || (end - start) * SHRINK > block.size) return node;
    copyNode(node, next);
    return { block: next, level: level + 1, start: 0, end: next.size };
  }
}

function smallerBlocks(sampleRows: number, wordsPerRow: number): RowBlock[] {
  const rows = Math.floor(sampleRows / SHRINK);
  if (sampleRows < SMALL_BLOCK_ROWS) return [];
  return [rowBlock(rows, wordsPerRow), ...smallerBlocks(rows, wordsPerRow)];
}
