import type { BinnedFeature } from '../trees/binned-feature.ts';
import type { BundlePlan } from '../trees/column-bundles.ts';

/** Bundles whose codes share a word, a byte each. */
export const LANES = 4;

/**
 * The bundles' codes of some training rows, four of them in a 32-bit word: word group × rowCount + row holds the
 * bundles from group × LANES on, the first one in the lowest byte.
 */
export interface CodeWords {
  readonly words: Uint32Array;
  readonly rowCount: number;
  readonly bundleCount: number;
}

/** The codes of the rows from `start` to `end`. */
export function codeWords(
  columns: readonly BinnedFeature[],
  { bundleCount, bundleOf, strideOf }: BundlePlan,
  { start, end }: { readonly start: number; readonly end: number },
): CodeWords {
  const rowCount = end - start;
  const words = new Uint32Array(Math.ceil(bundleCount / LANES) * rowCount);
  for (const [f, { bins }] of columns.entries()) {
    const { group, shift } = laneOf(bundleOf[f]!);
    const target = words.subarray(group * rowCount, (group + 1) * rowCount);
    addBins(bins, start, strideOf[f]! * 2 ** shift, target);
  }
  return { words, rowCount, bundleCount };
}

/** The word that holds a bundle's code, and how far it must be shifted down. */
export function laneOf(bundle: number): { readonly group: number; readonly shift: number } {
  return { group: Math.floor(bundle / LANES), shift: 8 * (bundle % LANES) };
}

function addBins(bins: Uint8Array, start: number, factor: number, words: Uint32Array): void {
  for (let row = 0; row < words.length; row++) words[row]! += bins[start + row]! * factor;
}
