import type { Ranking } from './ranking.ts';

/** Rows of similar probability: what was predicted on average and what share left. */
export interface CalibrationBin {
  readonly meanPredicted: number;
  readonly observed: number;
  readonly rows: number;
}

/** The rows in order of probability, ascending, cut into bins of equal count (± 1); fewer bins than rows. */
export function calibrationBins({ scores, leaverShare }: Ranking, binCount = 10): CalibrationBin[] {
  const bins: CalibrationBin[] = [];
  const used = Math.min(binCount, scores.length);
  for (let bin = used - 1; bin >= 0; bin--) {
    const start = Math.floor((bin * scores.length) / used);
    const end = Math.floor(((bin + 1) * scores.length) / used);
    const rows = end - start;
    bins.push({
      meanPredicted: sum(scores, start, end) / rows,
      observed: sum(leaverShare, start, end) / rows,
      rows,
    });
  }
  return bins;
}

/**
 * Expected calibration error: the mean over the rows of |observed − predicted| of their bin, in [0, 1].
 * Source: Naeini, Cooper and Hauskrecht (2015), with bins of equal count. NaN for no rows.
 */
export function expectedCalibrationError(ranking: Ranking, binCount = 10): number {
  const weighted = calibrationBins(ranking, binCount).reduce(
    (total, bin) => total + bin.rows * Math.abs(bin.observed - bin.meanPredicted),
    0,
  );
  return weighted / ranking.scores.length;
}

function sum(values: Float64Array, start: number, end: number): number {
  let total = 0;
  for (let i = start; i < end; i++) total += values[i]!;
  return total;
}
