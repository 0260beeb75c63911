/** Counts of the same bins in two bases: before and after. */
export type CountPair = readonly [before: number, after: number];

/** An empty bin counts as so small a share, so that the index stays finite. */
const SMALLEST_SHARE = 1e-4;
/** From here on a distribution has shifted, and has changed. */
const SHIFTED = 0.1;
const CHANGED = 0.25;

/**
 * Population stability index: Σ (after − before) × ln(after ÷ before) over the bins' shares, at least 0; no unit. 0 for
 * two alike, and where either base is empty, of which nothing can be said. An empty bin counts as a share of 0.0001.
 * Source: Siddiqi, "Credit Risk Scorecards" (2006), as the bands of stabilityBandOf.
 */
export function populationStability(bins: readonly CountPair[]): number {
  const sumOf = (side: 0 | 1) => bins.reduce((sum, bin) => sum + bin[side], 0);
  const [before, after] = [sumOf(0), sumOf(1)];
  if (before === 0 || after === 0) return 0;
  return bins.reduce((psi, bin) => {
    if (bin[0] === 0 && bin[1] === 0) return psi;
    const [was, is] = [Math.max(SMALLEST_SHARE, bin[0] / before), Math.max(SMALLEST_SHARE, bin[1] / after)];
    return psi + (is - was) * Math.log(is / was);
  }, 0);
}

export type StabilityBand = 'stable' | 'shifted' | 'changed';

/** Below 0.1 stable, from 0.1 shifted, from 0.25 on changed. */
export function stabilityBandOf(psi: number): StabilityBand {
  if (psi >= CHANGED) return 'changed';
  return psi >= SHIFTED ? 'shifted' : 'stable';
}
