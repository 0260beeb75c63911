import { logLossOfLogOdds, probabilityOf } from '../learners/log-odds.ts';

/** calibrated log-odds = slope × log-odds + intercept, with slope > 0: the order of the customers is kept. */
export interface PlattCalibration {
  readonly slope: number;
  readonly intercept: number;
}

/** Leaves log-odds as they are. */
export const NO_CALIBRATION: PlattCalibration = { slope: 1, intercept: 0 };

/** Σ in the penalty ½ · RIDGE · ((slope − 1)² + intercept²), which keeps perfectly separated data finite. */
const RIDGE = 1e-3;
const MAX_STEPS = 50;

/** Calibrated probability of leaving. */
export function calibrated(logOdds: number, { slope, intercept }: PlattCalibration): number {
  return probabilityOf(slope * logOdds + intercept);
}

/**
 * The slope and intercept of least log-loss, by Newton's method with step halving; undefined where the best slope is
 * not positive, that is where the scores carry no order worth keeping.
 * Source: Platt, "Probabilistic Outputs for Support Vector Machines" (1999).
 */
export function fitPlatt(
  logOdds: ArrayLike<number>,
  labels: ArrayLike<number>,
): PlattCalibration | undefined {
  let at = NO_CALIBRATION;
  let loss = penalisedLoss(logOdds, labels, at);
  for (let step = 0; step < MAX_STEPS; step++) {
    const move = newtonStep(logOdds, labels, at);
    let next = stepped(at, move, 1);
    let lossThere = penalisedLoss(logOdds, labels, next);
    for (let size = 0.5; lossThere > loss && size > 1e-6; size /= 2) {
      next = stepped(at, move, size);
      lossThere = penalisedLoss(logOdds, labels, next);
    }
    if (!(lossThere < loss)) break;
    const gain = loss - lossThere;
    [at, loss] = [next, lossThere];
    if (gain < 1e-10 * logOdds.length) break;
  }
  return at.slope > 0 ? at : undefined;
}

function stepped(from: PlattCalibration, move: PlattCalibration, size: number): PlattCalibration {
  return { slope: from.slope - size * move.slope, intercept: from.intercept - size * move.intercept };
}

function newtonStep(
  logOdds: ArrayLike<number>,
  labels: ArrayLike<number>,
  at: PlattCalibration,
): PlattCalibration {
  let [gradientSlope, gradientIntercept] = [RIDGE * (at.slope - 1), RIDGE * at.intercept];
  let [slopeSlope, slopeIntercept, interceptIntercept] = [RIDGE, 0, RIDGE];
  for (let i = 0; i < logOdds.length; i++) {
    const score = logOdds[i]!;
    const probability = calibrated(score, at);
    const residual = probability - labels[i]!;
    const weight = probability * (1 - probability);
    gradientSlope += residual * score;
    gradientIntercept += residual;
    slopeSlope += weight * score * score;
    slopeIntercept += weight * score;
    interceptIntercept += weight;
  }
  const determinant = slopeSlope * interceptIntercept - slopeIntercept * slopeIntercept;
  return {
    slope: (interceptIntercept * gradientSlope - slopeIntercept * gradientIntercept) / determinant,
    intercept: (slopeSlope * gradientIntercept - slopeIntercept * gradientSlope) / determinant,
  };
}

function penalisedLoss(logOdds: ArrayLike<number>, labels: ArrayLike<number>, at: PlattCalibration): number {
  let loss = 0.5 * RIDGE * ((at.slope - 1) ** 2 + at.intercept ** 2);
  for (let i = 0; i < logOdds.length; i++) {
    loss += logLossOfLogOdds(at.slope * logOdds[i]! + at.intercept, labels[i]!);
  }
  return loss;
}
