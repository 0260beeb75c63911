import { logLossOfLogOdds, probabilityOf } from '../log-odds.ts';
import { EXP_LIMIT, expOfMinus } from './exp-of-minus.ts';

/** A product that has grown beyond this gives its logarithm away: one more factor, at most e^64, cannot overflow it. */
const LARGE = 1e100;

/**
 * Replaces the log-odds z of `count` rows, whose labels are from `start` on, by residuals, 1 ÷ (1 + e^−z) − label, and
 * returns Σ log-loss. The loss of a row is ln(1 + e^−z) + (1 − label) · z; one logarithm is taken of the product of many.
 */
export function logOddsToResiduals(
  block: Float64Array,
  labels: Uint8Array,
  start: number,
  count: number,
): number {
  let sum = 0;
  let product = 1;
  for (let i = 0; i < count; i++) {
    const logOdds = block[i]!;
    const label = labels[start + i]!;
    if (logOdds > EXP_LIMIT || logOdds < -EXP_LIMIT) {
      sum += logLossOfLogOdds(logOdds, label);
      block[i] = probabilityOf(logOdds) - label;
      continue;
    }
    const factor = 1 + expOfMinus(logOdds);
    block[i] = 1 / factor - label;
    sum += (1 - label) * logOdds;
    product *= factor;
    if (product > LARGE) {
      sum += Math.log(product);
      product = 1;
    }
  }
  return sum + Math.log(product);
}
