import { type Calibration, calibratedLogOdds } from '../calibration/calibration.ts';
import { logOddsOf, probabilityOf } from '../learners/log-odds.ts';

/** What a model's contributions are counted in: log-odds before calibration, or (a forest's) probability. */
export type ModelUnit = 'log-odds' | 'probabilities';

/** Brings contributions from a model's own unit to calibrated log-odds and to points of probability. */
export interface LogOddsScale {
  /** Calibrated log-odds where the model answers its base, and the probability of that. */
  readonly base: { readonly logOdds: number; readonly probability: number };
  /** Calibrated log-odds where the model answers `value` in its own unit. */
  logOddsOf(value: number): number;
  /** What contributions that sum to value − base are multiplied by to sum to the difference in calibrated log-odds. */
  factorTo(value: number): number;
  /** What these are multiplied by to sum to the difference in probability. */
  probabilityFactorTo(logOdds: number): number;
}

/** Nearer to the base than this the slope there stands in for the difference over the distance. */
const NEAR = 1e-10;
const SLOPE_STEP = 1e-6;

/**
 * Log-odds without calibration or by Platt's line are a straight line of the model's own, so contributions stay exact
 * Shapley values, of the calibrated log-odds. Isotonic calibration, a forest's way from probability to log-odds, and the
 * way from log-odds to probability are curves: all contributions of a customer are multiplied by one number, the
 * difference on the curve over the difference before it. So they keep their signs, their order and their proportions,
 * and sum to the difference on the curve. Where isotonic calibration is level, they are 0.
 * @param base The model's mean over the background, in its own unit.
 */
export function logOddsScale(base: number, unit: ModelUnit, calibration: Calibration): LogOddsScale {
  const onScale = (value: number) =>
    calibratedLogOdds(unit === 'log-odds' ? value : logOddsOf(value), calibration);
  const baseLogOdds = onScale(base);
  const constant = unit === 'log-odds' ? slopeOf(calibration) : undefined;
  return {
    base: { logOdds: baseLogOdds, probability: probabilityOf(baseLogOdds) },
    logOddsOf: onScale,
    factorTo: (value) => constant ?? factor(onScale, base, value),
    probabilityFactorTo: (logOdds) => factor(probabilityOf, baseLogOdds, logOdds),
  };
}

/** The slope of a calibration that is a line. */
function slopeOf(calibration: Calibration): number | undefined {
  if (calibration.method === 'none') return 1;
  return calibration.method === 'platt' ? calibration.slope : undefined;
}

function factor(curve: (value: number) => number, base: number, value: number): number {
  if (Math.abs(value - base) > NEAR) return (curve(value) - curve(base)) / (value - base);
  const step = SLOPE_STEP * Math.min(1, Math.abs(base) || 1);
  return (curve(base + step) - curve(base - step)) / (2 * step);
}
