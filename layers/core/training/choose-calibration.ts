import { calibrated, fitPlatt, NO_CALIBRATION, type PlattCalibration } from '../calibration/platt.ts';
import { meanOf, standardErrorOf } from '../evaluation/interval.ts';
import { logLoss } from '../evaluation/probability-scores.ts';
import type { FoldPredictions } from './cross-validation.ts';

/** The calibration to put on top of a learner, with the out-of-fold probabilities it gives. */
export interface ChosenCalibration {
  readonly method: 'none' | 'platt';
  /** Fitted on all out-of-fold predictions. */
  readonly calibration: PlattCalibration;
  /** Of each fold; calibrated, if at all, by the other folds of the same repeat only. */
  readonly probabilities: readonly Float64Array[];
}

/** Takes Platt's calibration if it lowers the cross-validated log-loss by more than one standard error over the folds. */
export function chooseCalibration(folds: readonly FoldPredictions[]): ChosenCalibration {
  const plain = folds.map(({ logOdds }) => logOdds.map((value) => calibrated(value, NO_CALIBRATION)));
  const none: ChosenCalibration = { method: 'none', calibration: NO_CALIBRATION, probabilities: plain };
  const probabilities: Float64Array[] = [];
  for (const fold of folds) {
    const platt = fitOn(folds.filter((other) => other !== fold && other.repeat === fold.repeat));
    if (platt === undefined) return none;
    probabilities.push(fold.logOdds.map((value) => calibrated(value, platt)));
  }
  const calibration = fitOn(folds);
  const gains = folds.map(
    ({ labels }, index) => logLoss(plain[index]!, labels) - logLoss(probabilities[index]!, labels),
  );
  const isBetter = meanOf(gains) > standardErrorOf(gains);
  return calibration !== undefined && isBetter ? { method: 'platt', calibration, probabilities } : none;
}

function fitOn(folds: readonly FoldPredictions[]): PlattCalibration | undefined {
  return fitPlatt(
    folds.flatMap(({ logOdds }) => [...logOdds]),
    folds.flatMap(({ labels }) => [...labels]),
  );
}
