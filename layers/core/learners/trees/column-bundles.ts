import type { BinnedFeature } from './binned-feature.ts';

/** Most codes of a bundle, so that one fits a byte; also the room that each has in a histogram. */
export const MAX_CODES = 256;

/**
 * Columns of few bins share one byte a row: the code of a bundle is the mixed-radix number of its columns' bins, and
 * counting the codes counts all of its columns at once.
 */
export interface ColumnBundles {
  readonly bundleCount: number;
  /** Bundle of each feature. */
  readonly bundleOf: Uint16Array;
  /** Entry feature × MAX_CODES + code is the feature's bin under that code of its bundle. */
  readonly binOfCode: Uint8Array;
  /** By bundle, how many codes it has. */
  readonly codeCounts: Uint16Array;
  /** One row after another, a code for each bundle: neighbouring codes are counted in different histograms. */
  readonly codes: Uint8Array;
}

/** Puts each column into the first bundle that has room for it. */
export function bundleColumns(columns: readonly BinnedFeature[], rowCount: number): ColumnBundles {
  const bundleOf = new Uint16Array(columns.length);
  const binOfCode = new Uint8Array(columns.length * MAX_CODES);
  const stride = new Uint16Array(columns.length);
  const sizes: number[] = [];
  for (const [f, { thresholds }] of columns.entries()) {
    const binCount = thresholds.length + 1;
    const found = sizes.findIndex((size) => size * binCount <= MAX_CODES);
    const bundle = found < 0 ? sizes.length : found;
    bundleOf[f] = bundle;
    stride[f] = sizes[bundle] ?? 1;
    sizes[bundle] = stride[f]! * binCount;
    for (let code = 0; code < MAX_CODES; code++) {
      binOfCode[f * MAX_CODES + code] = Math.floor(code / stride[f]!) % binCount;
    }
  }
  const codes = new Uint8Array(rowCount * sizes.length);
  for (const [f, { bins }] of columns.entries()) {
    for (let row = 0, at = bundleOf[f]!; row < rowCount; row++, at += sizes.length) {
      codes[at]! += bins[row]! * stride[f]!;
    }
  }
  return { bundleCount: sizes.length, bundleOf, binOfCode, codeCounts: Uint16Array.from(sizes), codes };
}

/** Sums by code, a bundle after another, become sums by bin, a feature after another; both MAX_CODES apart. */
export function sumsByBin(bundles: ColumnBundles, byCode: Float64Array, byBin: Float64Array): void {
  const { bundleOf, binOfCode, codeCounts } = bundles;
  byBin.fill(0);
  for (let f = 0; f < bundleOf.length; f++) {
    const bundle = bundleOf[f]!;
    const [to, from] = [f * MAX_CODES, bundle * MAX_CODES];
    for (let code = 0; code < codeCounts[bundle]!; code++) {
      byBin[to + binOfCode[to + code]!]! += byCode[from + code]!;
    }
  }
}
