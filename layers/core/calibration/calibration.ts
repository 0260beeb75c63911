import { probabilityOf } from '../learners/log-odds.ts';

/** calibrated log-odds = slope × log-odds + intercept, with slope > 0: the order of the customers is kept. */
export interface PlattCalibration {
  readonly method: 'platt';
  readonly slope: number;
  readonly intercept: number;
}

/** [log-odds, calibrated log-odds] */
export type Knot = readonly [logOdds: number, calibrated: number];

/**
 * Straight lines between the knots, which rise in both coordinates, and level outside them: the order of the customers
 * is kept within the knots. At least two knots.
 */
export interface IsotonicCalibration {
  readonly method: 'isotonic';
  readonly knots: readonly Knot[];
}

/** How a learner's log-odds become those that are shown; plain data, also as in the model's metadata. */
export type Calibration = { readonly method: 'none' } | PlattCalibration | IsotonicCalibration;

/** Leaves log-odds as they are. */
export const NO_CALIBRATION: Calibration = { method: 'none' };

/** Calibrated probability of leaving. */
export function calibrated(logOdds: number, calibration: Calibration): number {
  return probabilityOf(calibratedLogOdds(logOdds, calibration));
}

/** Calibrated log-odds of leaving. */
export function calibratedLogOdds(logOdds: number, calibration: Calibration): number {
  switch (calibration.method) {
    case 'none':
      return logOdds;
    case 'platt':
      return calibration.slope * logOdds + calibration.intercept;
    case 'isotonic':
      return interpolated(logOdds, calibration.knots);
  }
}

function interpolated(logOdds: number, knots: readonly Knot[]): number {
  let [low, high] = [0, knots.length - 1];
  if (logOdds <= knots[low]![0]) return knots[low]![1];
  if (logOdds >= knots[high]![0]) return knots[high]![1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle]![0] <= logOdds) low = middle;
    else high = middle;
  }
  const [[startX, startY], [endX, endY]] = [knots[low]!, knots[high]!];
  return startY + ((logOdds - startX) / (endX - startX)) * (endY - startY);
}
