import type { SeededRandom } from '../seeded-random.ts';
import type { BinnedFeature } from '../trees/binned-feature.ts';
import { LEFT_UNIT, type Split, SplitSearch } from './split-search.ts';
import type { TreeBuilder } from './tree-builder.ts';

export interface TreeSettings {
  /** Columns tried at a node; more only if none of these can part it. */
  readonly featuresPerSplit: number;
  readonly minLeafRows: number;
}

/** A part of the sample that waits to become a node or a leaf, and the place in the tree that points to it. */
interface Pending {
  readonly start: number;
  readonly end: number;
  readonly place: (entry: number) => void;
}

/** Grows trees over one set of binned training rows. */
export class TreeGrower {
  readonly #features: readonly BinnedFeature[];
  readonly #units: Float64Array;
  readonly #baseRate: number;
  readonly #settings: TreeSettings;
  readonly #search: SplitSearch;
  readonly #order: Uint32Array;
  readonly #scratch: Uint32Array;

  /** @param labels 0 or 1 for each training row. @param sampleSize The most rows a tree is grown on. */
  constructor(
    features: readonly BinnedFeature[],
    labels: Uint8Array,
    sampleSize: number,
    settings: TreeSettings,
  ) {
    this.#features = features;
    this.#units = Float64Array.from(labels, (left) => 1 + left * LEFT_UNIT);
    this.#baseRate = labels.reduce((sum, left) => sum + left, 0) / labels.length;
    this.#settings = settings;
    this.#search = new SplitSearch(features, this.#units, settings.minLeafRows);
    this.#order = Uint32Array.from(features.keys());
    this.#scratch = new Uint32Array(sampleSize);
  }

  /** Grows one tree on a sample of training rows, which is put in another order. */
  grow(sample: Uint32Array, random: SeededRandom, builder: TreeBuilder): void {
    const pending: Pending[] = [{ start: 0, end: sample.length, place: (entry) => builder.addRoot(entry) }];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const { start, end, place } = node;
      const split = this.#chooseSplit(sample, start, end, random);
      if (split === undefined) {
        place(builder.addLeaf(this.#leafProbability(sample, start, end)));
        continue;
      }
      const { feature, bin } = split;
      const index = builder.addNode(feature, this.#features[feature]!.thresholds[bin]!);
      place(index);
      const middle = this.#partition(sample, start, end, split);
      pending.push({ start: middle, end, place: (entry) => builder.setUpper(index, entry) });
      pending.push({ start, end: middle, place: (entry) => builder.setLower(index, entry) });
    }
  }

  #chooseSplit(sample: Uint32Array, start: number, end: number, random: SeededRandom): Split | undefined {
    if (end - start < 2 * this.#settings.minLeafRows) return undefined;
    const order = this.#order;
    let best: Split | undefined;
    for (let tried = 0; tried < order.length; tried++) {
      if (tried >= this.#settings.featuresPerSplit && best !== undefined) break;
      const other = tried + random.nextInt(order.length - tried);
      const feature = order[other]!;
      order[other] = order[tried]!;
      order[tried] = feature;
      const split = this.#search.best(feature, sample, start, end);
      if (split !== undefined && (best === undefined || split.score > best.score)) best = split;
    }
    return best;
  }

  /** Moves the rows of the lower side to the front, both sides keeping their order; returns where the upper begins. */
  #partition(sample: Uint32Array, start: number, end: number, { feature, bin }: Split): number {
    const { bins } = this.#features[feature]!;
    let lower = start;
    let upper = 0;
    for (let i = start; i < end; i++) {
      const row = sample[i]!;
      if (bins[row]! <= bin) sample[lower++] = row;
      else this.#scratch[upper++] = row;
    }
    sample.set(this.#scratch.subarray(0, upper), lower);
    return lower;
  }

  /** The rate of leaving, with the base rate counted as one row more, so that it is never 0 or 1. */
  #leafProbability(sample: Uint32Array, start: number, end: number): number {
    let left = 0;
    for (let i = start; i < end; i++) if (this.#units[sample[i]!]! > 1) left++;
    return (left + this.#baseRate) / (end - start + 1);
  }
}

/** Rows drawn with replacement, in ascending order so that memory is read forwards. */
export function bootstrapSample(rowCount: number, size: number, random: SeededRandom): Uint32Array {
  const timesDrawn = new Uint16Array(rowCount);
  for (let draw = 0; draw < size; draw++) timesDrawn[random.nextInt(rowCount)]!++;
  const sample = new Uint32Array(size);
  let filled = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let times = timesDrawn[row]!; times > 0; times--) sample[filled++] = row;
  }
  return sample;
}
