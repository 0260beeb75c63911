import { expectedCalibrationError } from '../evaluation/calibration-bins.ts';
import { type Curves, curvesOf } from '../evaluation/curves.ts';
import { intervalOf, meanOf } from '../evaluation/interval.ts';
import { topDecileLift } from '../evaluation/lift.ts';
import { brierScore, logLoss } from '../evaluation/probability-scores.ts';
import { rankByScore } from '../evaluation/ranking.ts';
import type { Candidate } from '../lake/documents.ts';
import type { Learner } from '../learners/learner.ts';
import { type ChosenCalibration, chooseCalibration } from './choose-calibration.ts';
import type { FoldPredictions, OutOfFold } from './cross-validation.ts';

/** A learner with its calibration and how well the two did out of fold. */
export interface EvaluatedCandidate {
  readonly learner: Learner;
  readonly calibration: ChosenCalibration;
  readonly report: Candidate;
  /** ROC-AUC of each fold, the same folds for every candidate. */
  readonly foldAucs: readonly number[];
  readonly curves: Curves;
}

/**
 * Measures a candidate. ROC-AUC is the mean over the folds; the others are taken over all rows of a repeat, each
 * predicted by the fold that did not see it, and averaged over the repeats. The curves pool all repeats.
 */
export function evaluateCandidate(learner: Learner, { folds, fitDurationMs }: OutOfFold): EvaluatedCandidate {
  const calibration = chooseCalibration(folds);
  const repeats = [...new Set(folds.map(({ repeat }) => repeat))].map((repeat) =>
    pooled(folds, calibration.probabilities, (fold) => fold.repeat === repeat),
  );
  const average = (measure: (of: Pooled) => number) => meanOf(repeats.map(measure));
  const foldAucs = folds.map(({ rocAuc }) => rocAuc);
  const all = pooled(folds, calibration.probabilities, () => true);
  return {
    learner,
    calibration,
    foldAucs,
    curves: curvesOf(rankByScore(all.probabilities, all.labels)),
    report: {
      name: learner.name,
      algorithm: learner.algorithm,
      parameters: { ...learner.parameters, calibration: calibration.method },
      rocAuc: intervalOf(foldAucs),
      logLoss: average(({ probabilities, labels }) => logLoss(probabilities, labels)),
      brier: average(({ probabilities, labels }) => brierScore(probabilities, labels)),
      expectedCalibrationError: average(({ probabilities, labels }) =>
        expectedCalibrationError(rankByScore(probabilities, labels)),
      ),
      topDecileLift: average(({ probabilities, labels }) =>
        topDecileLift(rankByScore(probabilities, labels)),
      ),
      fitDurationMs,
    },
  };
}

interface Pooled {
  readonly probabilities: Float64Array;
  readonly labels: Uint8Array;
}

function pooled(
  folds: readonly FoldPredictions[],
  probabilities: readonly Float64Array[],
  isWanted: (fold: FoldPredictions) => boolean,
): Pooled {
  const wanted = [...folds.entries()].filter(([, fold]) => isWanted(fold));
  return {
    probabilities: Float64Array.from(wanted.flatMap(([index]) => [...probabilities[index]!])),
    labels: Uint8Array.from(wanted.flatMap(([, { labels }]) => [...labels])),
  };
}
