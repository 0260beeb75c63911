import { ALONE, type Team } from '../team.ts';
import type { DesignRows } from './design-rows.ts';
import { meanHessian } from './mean-hessian.ts';
import { type WeightedRows, weightedSample } from './weighted-sample.ts';

/** The second derivatives of the mean log-loss, taken somewhere near the coefficients they are used at. */
export interface Curvature {
  /** Lower triangle, row-major. */
  readonly meanHessian: Float64Array;
  /** The rows they are of: all, or a sample of them. */
  readonly sample: WeightedRows;
}

/** At most this many rows are summed over at first: few enough to cost less than a pass over a million. */
const SAMPLE_ROWS = 40_000;
/** Fewer where there are many numerics, whose products are summed one by one; about half a second's work. */
const MAX_PRODUCTS = 5e8;
/** But at least this many a coefficient. */
const ROWS_A_TERM = 10;

/** Of all rows, or of a sample if they are many. */
export function curvatureOf(rows: DesignRows, coefficients: Float64Array, team: Team = ALONE): Curvature {
  const affordable = Math.floor(MAX_PRODUCTS / (1 + rows.numerics.length) ** 2);
  const maxRows = Math.max(ROWS_A_TERM * coefficients.length, Math.min(SAMPLE_ROWS, affordable));
  return curvatureAt(weightedSample(rows, maxRows, team), coefficients, team);
}

/** Of the same sample at other coefficients. */
export function curvatureAt(sample: WeightedRows, coefficients: Float64Array, team: Team = ALONE): Curvature {
  return { meanHessian: meanHessian(sample, coefficients, team), sample };
}

/** Of four times the sample, or all rows. */
export function finerCurvature(
  rows: DesignRows,
  { sample }: Curvature,
  coefficients: Float64Array,
  team: Team = ALONE,
): Curvature {
  return curvatureAt(weightedSample(rows, 4 * sample.rows.rowCount, team), coefficients, team);
}
