import type { BinnedFeature } from '../trees/binned-feature.ts';

/** How many rows at the base rate are added to each level before its rate is taken. */
const SMOOTHING_ROWS = 20;

/**
 * A binned category with its levels ordered by (left + 20 × base rate) ÷ (rows + 20), so that a level of few rows
 * stands in the middle and not at an end by chance; other features come back as they are.
 * Source: Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes" (2001).
 * @param labels 0 or 1 for each training row, in the order of the bins.
 */
export function withSmoothedRanks(binned: BinnedFeature, labels: Uint8Array): BinnedFeature {
  const { feature, bins, thresholds } = binned;
  if (feature.kind === 'numeric') return binned;
  const rates = smoothedRates(bins, thresholds.length + 1, labels);
  const order = [...rates.keys()].sort((a, b) => rates[a]! - rates[b]! || a - b);
  const rankOf = new Uint8Array(order.length);
  for (const [rank, before] of order.entries()) rankOf[before] = rank;
  return {
    feature: {
      ...feature,
      byValue: new Map([...feature.byValue].map(([value, before]) => [value, rankOf[before]!])),
      unseen: rankOf[feature.unseen]!,
    },
    bins: bins.map((before) => rankOf[before]!),
    thresholds,
  };
}

function smoothedRates(bins: Uint8Array, binCount: number, labels: Uint8Array): Float64Array {
  const counts = new Uint32Array(binCount);
  const left = new Uint32Array(binCount);
  let leftInAll = 0;
  for (let i = 0; i < bins.length; i++) {
    counts[bins[i]!]!++;
    left[bins[i]!]! += labels[i]!;
    leftInAll += labels[i]!;
  }
  const prior = (SMOOTHING_ROWS * leftInAll) / labels.length;
  return Float64Array.from(counts, (count, bin) => (left[bin]! + prior) / (count + SMOOTHING_ROWS));
}
