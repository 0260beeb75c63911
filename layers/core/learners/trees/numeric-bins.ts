import type { NumericColumn } from '../../table/feature-table.ts';
import { numericStatistics } from '../numeric-statistics.ts';
import type { BinnedFeature } from './binned-feature.ts';
import { LOWEST_FLOAT32 } from './tree-feature.ts';

const MAX_BINS = 128;
/** Quantiles are taken of at most about this many values, evenly spaced over the rows. */
const QUANTILE_SAMPLE = 100_000;

/**
 * A numeric column in at most MAX_BINS bins of about equal count over the training rows; undefined for a constant one.
 * Where at least `minMissing` values are missing they form the lowest bin, otherwise they are filled with the mean.
 */
export function binNumeric(
  column: NumericColumn,
  index: number,
  rows: Uint32Array,
  minMissing: number,
): BinnedFeature | undefined {
  const statistics = numericStatistics(column, rows);
  if (statistics === undefined) return undefined;
  const missingIsBin = statistics.missing >= minMissing;
  const imputedWith = missingIsBin ? LOWEST_FLOAT32 : Math.fround(statistics.mean);
  const cuts = cutPoints(sortedSample(column.values, rows), missingIsBin ? MAX_BINS - 1 : MAX_BINS);
  const thresholds = Float32Array.from(missingIsBin ? [LOWEST_FLOAT32, ...cuts] : cuts);
  if (thresholds.length === 0) return undefined;
  const bins = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = column.values[rows[i]!]!;
    bins[i] = binOf(Number.isNaN(value) ? imputedWith : value, thresholds);
  }
  return { feature: { kind: 'numeric', column: index, imputedWith }, bins, thresholds };
}

/** How many thresholds lie below the value: it is ≤ thresholds[bin] and > thresholds[bin − 1]. */
function binOf(value: number, thresholds: Float32Array): number {
  let [low, high] = [0, thresholds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= thresholds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

function sortedSample(values: Float32Array, rows: Uint32Array): Float32Array {
  const step = Math.max(1, Math.floor(rows.length / QUANTILE_SAMPLE));
  const sample: number[] = [];
  for (let i = 0; i < rows.length; i += step) {
    const value = values[rows[i]!]!;
    if (Number.isFinite(value)) sample.push(value);
  }
  return Float32Array.from(sample).sort();
}

/** Midpoints between neighbouring values: all of them, or the ones nearest to equal counts. */
function cutPoints(sorted: Float32Array, maxBins: number): number[] {
  const cuts: number[] = [];
  for (let i = 1; i < sorted.length; i++) {
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
