import type { NumericColumn } from '../../table/feature-table.ts';
import { BinFinder } from './bin-finder.ts';
import type { BinnedFeature } from './binned-feature.ts';
import { LOWEST_FLOAT32 } from './tree-feature.ts';

const MAX_BINS = 128;
/** Quantiles are taken of at most about this many values, evenly spaced over the rows. */
const QUANTILE_SAMPLE = 50_000;

/**
 * A numeric column in at most MAX_BINS bins of about equal count over the training rows; undefined for a constant one.
 * Where at least `minMissing` values are missing they form the lowest bin, otherwise they are filled with the mean.
 * @param bins Filled with the bin of each of the rows.
 */
export function binNumeric(
  column: NumericColumn,
  index: number,
  rows: Uint32Array,
  minMissing: number,
  bins: Uint8Array,
): BinnedFeature | undefined {
  const { values } = column;
  const { mean, finite, missing } = summaryOf(values, rows);
  if (finite === 0) return undefined;
  const missingIsBin = missing >= Math.max(1, minMissing);
  const imputedWith = missingIsBin ? LOWEST_FLOAT32 : Math.fround(mean);
  const cuts = cutPoints(sortedSample(values, rows), missingIsBin ? MAX_BINS - 1 : MAX_BINS);
  const thresholds = Float32Array.from(missingIsBin ? [LOWEST_FLOAT32, ...cuts] : cuts);
  if (thresholds.length === 0) return undefined;
  new BinFinder(thresholds).fill(values, rows, imputedWith, bins);
  return { feature: { kind: 'numeric', column: index, imputedWith }, bins, thresholds };
}

/** Infinite values count neither as missing nor into the mean. */
function summaryOf(
  values: Float32Array,
  rows: Uint32Array,
): { readonly mean: number; readonly finite: number; readonly missing: number } {
  let [sum, finite, missing] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (value - value === 0) {
      sum += value;
      finite++;
    } else if (Number.isNaN(value)) missing++;
  }
  return { mean: sum / finite, finite, missing };
}

function sortedSample(values: Float32Array, rows: Uint32Array): Float32Array {
  const step = Math.max(1, Math.floor(rows.length / QUANTILE_SAMPLE));
  const sample = new Float32Array(Math.ceil(rows.length / step));
  let size = 0;
  for (let i = 0; i < rows.length; i += step) {
    const value = values[rows[i]!]!;
    if (Number.isFinite(value)) sample[size++] = value;
  }
  return sample.subarray(0, size).sort();
}

/** Midpoints between neighbouring values: all of them, or the ones nearest to equal counts. */
function cutPoints(sorted: Float32Array, maxBins: number): number[] {
  const cuts: number[] = [];
  for (let i = 1; i < sorted.length && cuts.length < maxBins; i++) {
    if (sorted[i]! > sorted[i - 1]!) cuts.push(midpoint(sorted[i - 1]!, sorted[i]!));
  }
  if (cuts.length < maxBins) return cuts;
  const quantiles = new Set<number>();
  for (let bin = 1; bin < maxBins; bin++) {
    let at = Math.floor((bin * sorted.length) / maxBins);
    while (at > 0 && sorted[at - 1] === sorted[at]) at--;
    if (at > 0) quantiles.add(midpoint(sorted[at - 1]!, sorted[at]!));
  }
  return [...quantiles];
}

/** A float32 t with low ≤ t < high, halfway as near as float32 allows. */
function midpoint(low: number, high: number): number {
  const middle = Math.fround(low / 2 + high / 2);
  return middle < high ? middle : low;
}
