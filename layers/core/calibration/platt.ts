import type { PlattCalibration } from './calibration.ts';
import type { LabelledLogOdds } from './calibration-sample.ts';

/** Σ in the penalty ½ · RIDGE · ((slope − 1)² + intercept²), which keeps perfectly separated data finite. */
const RIDGE = 1e-3;
const MAX_STEPS = 50;

/** A slope and an intercept. */
interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** The penalised log-loss at a line, with the move by which Newton's method leaves it. */
interface Point {
  readonly loss: number;
  readonly move: Line;
}

/**
 * The slope and intercept of least log-loss, by Newton's method with step halving; undefined where the best slope is
 * not positive, that is where the scores carry no order worth keeping. Log-odds are finite.
 * Source: Platt, "Probabilistic Outputs for Support Vector Machines" (1999).
 */
export function fitPlatt(data: LabelledLogOdds): PlattCalibration | undefined {
  let at: Line = { slope: 1, intercept: 0 };
  let { loss, move } = pointAt(data, at);
  for (let step = 0; step < MAX_STEPS; step++) {
    let size = 1;
    let next = stepped(at, move, size);
    let there = pointAt(data, next);
    while (there.loss > loss && size > 1e-6) {
      size /= 2;
      next = stepped(at, move, size);
      there = pointAt(data, next);
    }
    if (!(there.loss < loss)) break;
    const gain = loss - there.loss;
    at = next;
    ({ loss, move } = there);
    if (gain < 1e-10 * data.labels.length) break;
  }
  return at.slope > 0 ? { method: 'platt', ...at } : undefined;
}

function stepped(from: Line, move: Line, size: number): Line {
  return { slope: from.slope - size * move.slope, intercept: from.intercept - size * move.intercept };
}

function pointAt({ logOdds, labels }: LabelledLogOdds, { slope, intercept }: Line): Point {
  let loss = 0.5 * RIDGE * ((slope - 1) ** 2 + intercept ** 2);
  let [gradientSlope, gradientIntercept] = [RIDGE * (slope - 1), RIDGE * intercept];
  let [slopeSlope, slopeIntercept, interceptIntercept] = [RIDGE, 0, RIDGE];
  for (let row = 0; row < logOdds.length; row++) {
    const score = logOdds[row]!;
    const value = slope * score + intercept;
    const left = labels[row]!;
    // e^−|value| serves the loss, ln(1 + e^value) − left × value, and the probability alike.
    const small = Math.exp(-Math.abs(value));
    loss += Math.max(value, 0) - left * value + Math.log1p(small);
    const probability = (value >= 0 ? 1 : small) / (1 + small);
    const weight = small / (1 + small) ** 2;
    const residual = probability - left;
    gradientSlope += residual * score;
    gradientIntercept += residual;
    slopeSlope += weight * score * score;
    slopeIntercept += weight * score;
    interceptIntercept += weight;
  }
  const determinant = slopeSlope * interceptIntercept - slopeIntercept * slopeIntercept;
  return {
    loss,
    move: {
      slope: (interceptIntercept * gradientSlope - slopeIntercept * gradientIntercept) / determinant,
      intercept: (slopeSlope * gradientIntercept - slopeIntercept * gradientSlope) / determinant,
    },
  };
}
