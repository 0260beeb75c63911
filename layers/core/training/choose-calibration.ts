import { type Calibration, calibratedLogOdds, NO_CALIBRATION } from '../calibration/calibration.ts';
import { calibrationSample, finiteLogOdds, type LabelledLogOdds } from '../calibration/calibration-sample.ts';
import { fitIsotonic } from '../calibration/isotonic.ts';
import { fitPlatt } from '../calibration/platt.ts';
import { meanOf } from '../evaluation/interval.ts';
import { logLossOfLogOdds, probabilityOf } from '../learners/log-odds.ts';
import type { FoldPredictions } from './training-job.ts';

/** The calibration to put on top of a learner, with the out-of-fold probabilities it gives. */
export interface ChosenCalibration {
  /** Fitted on all out-of-fold predictions. */
  readonly calibration: Calibration;
  /** Of each fold; calibrated, if at all, by rows of the same repeat that are not in it. */
  readonly probabilities: readonly Float64Array[];
}

type Fit = (data: LabelledLogOdds) => Calibration | undefined;

/** From the simplest to the most flexible; leaving log-odds as they are comes before them. */
const METHODS: readonly Fit[] = [fitPlatt, fitIsotonic];

/**
 * The calibration of least cross-validated log-loss, save that a simpler one is kept unless the next gains more than
 * one standard error of the gain over the rows. What calibrates a fold is fitted on the other folds of its repeat; a
 * repeat with one fold only, a single held-out part, is cut into its even and its odd rows, each calibrated by the other.
 */
export function chooseCalibration(folds: readonly FoldPredictions[]): ChosenCalibration {
  let calibration: Calibration = NO_CALIBRATION;
  let logOdds: readonly Float64Array[] = folds.map((fold) => fold.logOdds);
  for (const fitTo of METHODS) {
    const fitted = fitTo(calibrationSample(folds));
    if (fitted === undefined) continue;
    const crossFitted = folds.map((fold) => calibratedByOthers(fold, folds, fitTo));
    if (!crossFitted.every((part) => part !== undefined)) continue;
    if (!isWorthwhile(folds, logOdds, crossFitted)) continue;
    [calibration, logOdds] = [fitted, crossFitted];
  }
  return { calibration, probabilities: logOdds.map((part) => part.map((value) => probabilityOf(value))) };
}

/** Calibrated log-odds of a fold; undefined where its calibration cannot be fitted. */
function calibratedByOthers(
  fold: FoldPredictions,
  folds: readonly FoldPredictions[],
  fitTo: Fit,
): Float64Array | undefined {
  const others = folds.filter((other) => other !== fold && other.repeat === fold.repeat);
  if (others.length === 0) return calibratedByHalves(fold, fitTo);
  const calibration = fitTo(calibrationSample(others));
  return calibration && fold.logOdds.map((value) => calibratedLogOdds(value, calibration));
}

function calibratedByHalves(fold: FoldPredictions, fitTo: Fit): Float64Array | undefined {
  const ofEven = fitTo(calibrationSample([halfOf(fold, 1)]));
  const ofOdd = fitTo(calibrationSample([halfOf(fold, 0)]));
  if (ofEven === undefined || ofOdd === undefined) return undefined;
  return fold.logOdds.map((value, row) => calibratedLogOdds(value, row % 2 === 0 ? ofEven : ofOdd));
}

/** The rows whose place is even (parity 0) or odd (1). */
function halfOf({ logOdds, labels }: LabelledLogOdds, parity: number): LabelledLogOdds {
  const isHalf = (_: number, row: number) => row % 2 === parity;
  return { logOdds: logOdds.filter(isHalf), labels: labels.filter(isHalf) };
}

/**
 * Whether the mean log-loss falls by more than one standard error. Each repeat judges every customer once, so that the
 * error is taken within a repeat and averaged over them.
 */
function isWorthwhile(
  folds: readonly FoldPredictions[],
  from: readonly Float64Array[],
  to: readonly Float64Array[],
): boolean {
  const gainsByRepeat = new Map<number, RunningMoments>();
  for (const [index, { repeat, labels }] of folds.entries()) {
    const gains = gainsByRepeat.get(repeat) ?? { count: 0, sum: 0, squares: 0 };
    addGains(gains, labels, from[index]!, to[index]!);
    gainsByRepeat.set(repeat, gains);
  }
  const repeats = [...gainsByRepeat.values()];
  const gain = meanOf(repeats.map(({ sum, count }) => sum / count));
  const variances = repeats.map(
    // Rounding can leave a spread of nothing a little below 0.
    ({ sum, squares, count }) => Math.max(0, squares / count - (sum / count) ** 2) / count,
  );
  return gain > Math.sqrt(meanOf(variances));
}

interface RunningMoments {
  count: number;
  sum: number;
  squares: number;
}

function addGains(to: RunningMoments, labels: Uint8Array, before: Float64Array, after: Float64Array): void {
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    const gain =
      logLossOfLogOdds(finiteLogOdds(before[row]!), label) -
      logLossOfLogOdds(finiteLogOdds(after[row]!), label);
    to.sum += gain;
    to.squares += gain * gain;
  }
  to.count += labels.length;
}
