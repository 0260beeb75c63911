/** A mean with the range that chance leaves open for it. */
export interface Interval {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** The 95 % interval of a mean whose sampling distribution is about normal: ± 1.96 standard errors. */
export function normalInterval(mean: number, standardError: number): Interval {
  const reach = 1.96 * standardError;
  return { mean, lower: mean - reach, upper: mean + reach };
}

/** Σ ÷ n; NaN for no values. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
