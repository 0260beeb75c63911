/** The 97.5 % quantile of the standard normal distribution: a range of so many standard deviations holds 95 %. */
export const NORMAL_95 = 1.96;

/** Where a figure will lie in 95 of 100 cases. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
}

/**
 * What a sum of independent yes-or-no events × amounts may come to: mean ± 1.96 standard deviations, in the unit of the
 * amounts, cut at 0 and at `most`, the sum of all amounts. `mean` is Σ p × amount and `variance` Σ p (1 − p) × amount².
 * It holds chance alone, not what is wrong with the probabilities, and takes customers to leave independently of one
 * another. A variance of 0 (also one rounded below it) gives the mean twice.
 * Source: the normal approximation of the Poisson binomial distribution.
 */
export function likelyRange(mean: number, variance: number, most = Number.POSITIVE_INFINITY): Range {
  const half = NORMAL_95 * Math.sqrt(Math.max(0, variance));
  return { lower: Math.max(0, mean - half), upper: Math.max(mean, Math.min(most, mean + half)) };
}
