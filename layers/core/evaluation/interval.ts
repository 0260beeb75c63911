/** A mean with the range that its noise over the folds leaves open. */
export interface Interval {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** Mean ± 1.96 standard errors, the values taken as independent. At least one value; with one the range is a point. */
export function intervalOf(values: readonly number[]): Interval {
  const mean = meanOf(values);
  const reach = 1.96 * standardErrorOf(values);
  return { mean, lower: mean - reach, upper: mean + reach };
}

/** Σ ÷ n; NaN for no values. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation (÷ n − 1) over √n; 0 for one value. */
export function standardErrorOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
