import type { SeededRandom } from '../seeded-random.ts';
import { type Bounds, type Counts, countsOf, probabilityOfNode } from './node-counts.ts';
import { COUNTED_TOGETHER, countFour, HISTOGRAM_ROOM } from './node-histograms.ts';
import { type BlockRange, LEFT_UNIT } from './row-block.ts';

/** The best place to part a node: bins up to `bin` go to the lower side. */
export interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly lower: Counts;
  readonly upper: Counts;
}

export interface SplitSettings {
  /** Columns tried at a node; more only if none of these can part it. */
  readonly featuresPerSplit: number;
  /** Fewest draws on a side. */
  readonly minLeafDraws: number;
}

/** What a forest knows of its features before it sees the rows. */
export interface ForestFeatures {
  /** By feature: thresholds[b] parts the bins up to b from those above. */
  readonly thresholds: readonly Float32Array[];
  /** By feature: 1 where a higher value may only raise the probability, −1 where it may only lower it, otherwise 0. */
  readonly directions: Int8Array;
  /** Rate of leaving of all training rows. */
  readonly baseRate: number;
}

/** A node as the search sees it. */
export interface SearchedNode extends BlockRange {
  readonly counts: Counts;
  readonly bounds: Bounds;
}

/** Finds splits; holds the histograms that all nodes share. */
export class SplitSearch {
  readonly #features: ForestFeatures;
  readonly #settings: SplitSettings;
  /** All zero between two searches. */
  readonly #histograms = new Float64Array(COUNTED_TOGETHER * HISTOGRAM_ROOM);
  readonly #order: Uint32Array;
  /** The best split so far; a score of 0 is none. */
  #score = 0;
  #feature = 0;
  #bin = 0;
  #sumBelow = 0;

  constructor(features: ForestFeatures, settings: SplitSettings) {
    this.#features = features;
    this.#settings = settings;
    this.#order = new Uint32Array(features.thresholds.length);
  }

  /** Forgets the order in which features were drawn, so that a tree does not depend on the ones before it. */
  reset(): void {
    for (let feature = 0; feature < this.#order.length; feature++) this.#order[feature] = feature;
  }

  /**
   * The split that lowers the Gini impurity most among some features drawn at random, or by the first of the others
   * that can part the node; undefined where none lowers it, leaves enough draws on both sides and keeps its direction.
   */
  best(node: SearchedNode, random: SeededRandom): Split | undefined {
    const order = this.#order;
    this.#score = 0;
    for (let tried = 0; tried < order.length; tried += COUNTED_TOGETHER) {
      if (tried >= this.#settings.featuresPerSplit && this.#score > 0) break;
      const end = Math.min(tried + COUNTED_TOGETHER, order.length);
      drawItems(order, tried, end, random);
      this.#tryFeatures(tried, end, node);
    }
    if (this.#score === 0) return undefined;
    const lower = countsOf(this.#sumBelow);
    const upper = { draws: node.counts.draws - lower.draws, left: node.counts.left - lower.left };
    return { feature: this.#feature, bin: this.#bin, lower, upper };
  }

  /** Tries up to four of the drawn features; those beyond `featuresPerSplit` only as long as there is no split. */
  #tryFeatures(start: number, end: number, node: SearchedNode): void {
    const order = this.#order;
    const [first, second = 0, third = 0, fourth = 0] = [
      order[start]!,
      order[start + 1],
      order[start + 2],
      order[start + 3],
    ];
    countFour(node, this.#histograms, first, second, third, fourth);
    for (let tried = start; tried < end; tried++) {
      if (tried < this.#settings.featuresPerSplit || this.#score === 0) {
        this.#scan(order[tried]!, (tried - start) * HISTOGRAM_ROOM, node);
      }
    }
    this.#histograms.fill(0);
  }

  /**
   * Keeps the feature's best split if it is better than what is kept. With n draws below of N and l leavers of L, it
   * scores (lN − Ln)² ÷ (n(N − n)), which is N² times the decrease of the Gini impurity, but for a factor that all
   * splits of the node share; lN − Ln is exact below 2²⁶ draws.
   */
  #scan(feature: number, first: number, { counts, bounds }: SearchedNode): void {
    const histograms = this.#histograms;
    const { minLeafDraws } = this.#settings;
    const { draws, left } = counts;
    const direction = this.#features.directions[feature]!;
    const last = first + this.#features.thresholds[feature]!.length;
    let below = 0;
    for (let at = first; at < last; at++) {
      const added = histograms[at]!;
      if (added === 0) continue;
      below += added;
      const leftBelow = Math.floor(below / LEFT_UNIT);
      const drawsBelow = below - leftBelow * LEFT_UNIT;
      if (drawsBelow < minLeafDraws) continue;
      const drawsAbove = draws - drawsBelow;
      if (drawsAbove < minLeafDraws) break;
      const excess = leftBelow * draws - left * drawsBelow;
      const score = (excess * excess) / (drawsBelow * drawsAbove);
      if (score <= this.#score) continue;
      if (direction !== 0 && direction * this.#rise(below, counts, bounds) < 0) continue;
      this.#score = score;
      this.#feature = feature;
      this.#bin = at - first;
      this.#sumBelow = below;
    }
  }

  /** By how much the upper side's probability lies above the lower side's. */
  #rise(below: number, { draws, left }: Counts, bounds: Bounds): number {
    const lower = countsOf(below);
    const upper = { draws: draws - lower.draws, left: left - lower.left };
    const { baseRate } = this.#features;
    return probabilityOfNode(upper, baseRate, bounds) - probabilityOfNode(lower, baseRate, bounds);
  }
}

/** Moves randomly drawn ones of the items from `start` on to the places from `start` to `end`. */
function drawItems(items: Uint32Array, start: number, end: number, random: SeededRandom): void {
  for (let place = start; place < end; place++) {
    const other = place + random.nextInt(items.length - place);
    const item = items[other]!;
    items[other] = items[place]!;
    items[place] = item;
  }
}
