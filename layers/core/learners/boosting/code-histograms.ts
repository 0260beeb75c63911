import { type ColumnBundles, MAX_CODES } from '../trees/column-bundles.ts';
import type { RowRange } from './row-order.ts';

/** Packed sums by code, one bundle after another, MAX_CODES apart. */
export type CodeHistogram = Float64Array;

/** Counts the gradients of nodes by code. Histograms that were given back are used again. */
export class CodeHistograms {
  readonly #bundles: ColumnBundles;
  readonly #spare: CodeHistogram[] = [];

  constructor(bundles: ColumnBundles) {
    this.#bundles = bundles;
  }

  /** @param order The training rows, the node's being those of the range. */
  count({ start, end }: RowRange, order: Uint32Array, packed: Float64Array): CodeHistogram {
    const { codes, bundleCount } = this.#bundles;
    const histogram = this.#spare.pop()?.fill(0) ?? new Float64Array(bundleCount * MAX_CODES);
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      const value = packed[row]!;
      const from = row * bundleCount;
      for (let b = 0, at = 0; b < bundleCount; b++, at += MAX_CODES)
        histogram[at + codes[from + b]!]! += value;
    }
    return histogram;
  }

  /** Counts the smaller side of a node and takes it from the node's histogram, which becomes the larger side's. */
  countSides(
    lower: RowRange,
    upper: RowRange,
    whole: CodeHistogram,
    order: Uint32Array,
    packed: Float64Array,
  ): [lower: CodeHistogram, upper: CodeHistogram] {
    const lowerIsSmaller = lower.end - lower.start <= upper.end - upper.start;
    const smaller = this.count(lowerIsSmaller ? lower : upper, order, packed);
    for (let at = 0; at < whole.length; at++) whole[at]! -= smaller[at]!;
    return lowerIsSmaller ? [smaller, whole] : [whole, smaller];
  }

  giveBack(histogram: CodeHistogram): void {
    this.#spare.push(histogram);
  }
}
