import type { BinnedFeature } from './binned-feature.ts';

/** Most codes of a bundle, so that one fits a byte; also the room that each has in a histogram. */
export const MAX_CODES = 256;

/**
 * How columns of few bins share one byte a row: the code of a bundle is the mixed-radix number of its columns' bins,
 * and counting the codes counts all of its columns at once.
 */
export interface BundlePlan {
  readonly bundleCount: number;
  /** Bundle of each feature. */
  readonly bundleOf: Uint16Array;
  /** What a feature's bin is multiplied by in the code of its bundle. */
  readonly strideOf: Uint16Array;
  /** Entry feature × MAX_CODES + code is the feature's bin under that code of its bundle. */
  readonly binOfCode: Uint8Array;
  /** By bundle, how many codes it has. */
  readonly codeCounts: Uint16Array;
}

/** Bundles with the codes of the rows. */
export interface ColumnBundles extends BundlePlan {
  /** One row after another, a code for each bundle: neighbouring codes are counted in different histograms. */
  readonly codes: Uint8Array;
}

/** Puts the columns, those of most bins first, into the bundle where they leave the least room. */
export function planBundles(columns: readonly Pick<BinnedFeature, 'thresholds'>[]): BundlePlan {
  const bundleOf = new Uint16Array(columns.length);
  const strideOf = new Uint16Array(columns.length);
  const binOfCode = new Uint8Array(columns.length * MAX_CODES);
  const sizes: number[] = [];
  const binCounts = columns.map(({ thresholds }) => thresholds.length + 1);
  for (const f of [...binCounts.keys()].sort((a, b) => binCounts[b]! - binCounts[a]! || a - b)) {
    const binCount = binCounts[f]!;
    const bundle = fullestWithRoom(sizes, binCount) ?? sizes.length;
    const stride = sizes[bundle] ?? 1;
    bundleOf[f] = bundle;
    strideOf[f] = stride;
    sizes[bundle] = stride * binCount;
    for (let code = 0; code < MAX_CODES; code++) {
      binOfCode[f * MAX_CODES + code] = Math.floor(code / stride) % binCount;
    }
  }
  return {
    bundleCount: sizes.length,
    bundleOf,
    strideOf,
    binOfCode,
    codeCounts: Uint16Array.from(sizes),
  };
}

function fullestWithRoom(sizes: readonly number[], binCount: number): number | undefined {
  let fullest: number | undefined;
  for (const [bundle, size] of sizes.entries()) {
    if (size * binCount > MAX_CODES) continue;
    if (fullest === undefined || size > sizes[fullest]!) fullest = bundle;
  }
  return fullest;
}

/** Bundles the columns, row by row. */
export function bundleColumns(columns: readonly BinnedFeature[], rowCount: number): ColumnBundles {
  const plan = planBundles(columns);
  const { bundleCount, bundleOf, strideOf } = plan;
  const codes = new Uint8Array(rowCount * bundleCount);
  for (const [f, { bins }] of columns.entries()) {
    addBins(bins, strideOf[f]!, codes, bundleOf[f]!, bundleCount);
  }
  return { ...plan, codes };
}

/** Adds bin × stride to every `step`-th code from `start` on. */
export function addBins(
  bins: Uint8Array,
  stride: number,
  codes: Uint8Array,
  start: number,
  step: number,
): void {
  for (let row = 0, at = start; row < bins.length; row++, at += step) codes[at]! += bins[row]! * stride;
}

/** Sums by code, a bundle after another, become sums by bin, a feature after another; both MAX_CODES apart. */
export function sumsByBin(plan: BundlePlan, byCode: Float64Array, byBin: Float64Array): void {
  const { bundleOf, binOfCode, codeCounts } = plan;
  byBin.fill(0);
  for (let f = 0; f < bundleOf.length; f++) {
    const bundle = bundleOf[f]!;
    const [to, from] = [f * MAX_CODES, bundle * MAX_CODES];
    for (let code = 0; code < codeCounts[bundle]!; code++) {
      byBin[to + binOfCode[to + code]!]! += byCode[from + code]!;
    }
  }
}
