import type { BinnedFeature } from '../trees/binned-feature.ts';

/** The best place to part a node: bins up to `bin` go to the lower side. */
export interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly score: number;
}

/** Added to a bin's count for a row that left: counts and leavers share one float64, exact below 2²⁶ rows. */
export const LEFT_UNIT = 2 ** 26;

/** Finds splits in the histograms of one feature at a time; holds the buffers that all nodes share. */
export class SplitSearch {
  readonly #features: readonly BinnedFeature[];
  readonly #units: Float64Array;
  readonly #minLeafRows: number;
  readonly #histogram = new Float64Array(256);

  /** @param units For each training row 1, and LEFT_UNIT more if it left. */
  constructor(features: readonly BinnedFeature[], units: Float64Array, minLeafRows: number) {
    this.#features = features;
    this.#units = units;
    this.#minLeafRows = minLeafRows;
  }

  /**
   * The split of the node's rows, `sample[start..end)`, by one feature that leaves the least Gini impurity, or
   * undefined where none lowers it and leaves enough rows on both sides.
   */
  best(feature: number, sample: Uint32Array, start: number, end: number): Split | undefined {
    const { bins, thresholds } = this.#features[feature]!;
    const histogram = this.#histogram;
    histogram.fill(0, 0, thresholds.length + 1);
    for (let i = start; i < end; i++) histogram[bins[sample[i]!]!]! += this.#units[sample[i]!]!;
    let total = 0;
    for (let bin = 0; bin <= thresholds.length; bin++) total += histogram[bin]!;

    const left = Math.floor(total / LEFT_UNIT);
    const count = total - left * LEFT_UNIT;
    const minRows = this.#minLeafRows;
    let bestScore = giniScore(left, count) * (1 + 1e-12);
    let bestBin = -1;
    let below = 0;
    for (let bin = 0; bin < thresholds.length; bin++) {
      if (histogram[bin] === 0) continue;
      below += histogram[bin]!;
      const leftBelow = Math.floor(below / LEFT_UNIT);
      const countBelow = below - leftBelow * LEFT_UNIT;
      if (countBelow < minRows) continue;
      if (count - countBelow < minRows) break;
      const score = giniScore(leftBelow, countBelow) + giniScore(left - leftBelow, count - countBelow);
      if (score > bestScore) [bestScore, bestBin] = [score, bin];
    }
    return bestBin < 0 ? undefined : { feature, bin: bestBin, score: bestScore };
  }
}

/** Σ over the classes of count² ÷ rows: the higher over the two sides, the purer they are. */
function giniScore(left: number, count: number): number {
  const stayed = count - left;
  return (left * left + stayed * stayed) / count;
}
