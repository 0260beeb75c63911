import { expectedCalibrationError } from '../evaluation/calibration-bins.ts';
import type { CampaignTerms } from '../evaluation/campaign-terms.ts';
import { crossValidatedAucInterval, type FoldPlacements } from '../evaluation/cross-validated-auc.ts';
import { type Curves, curvesOf } from '../evaluation/curves.ts';
import { placementsOf } from '../evaluation/delong.ts';
import { empc } from '../evaluation/empc.ts';
import { meanOf } from '../evaluation/interval.ts';
import { topDecileLift } from '../evaluation/lift.ts';
import { averagePrecision } from '../evaluation/precision-recall.ts';
import { brierScore, calibrationInTheLarge, logLoss } from '../evaluation/probability-scores.ts';
import { profitCurve } from '../evaluation/profit-curve.ts';
import { type Ranking, rankByScore } from '../evaluation/ranking.ts';
import type { Candidate } from '../lake/documents.ts';
import type { Learner } from '../learners/learner.ts';
import { type ChosenCalibration, chooseCalibration } from './choose-calibration.ts';
import type { OutOfFold } from './cross-validation.ts';
import { type PooledPredictions, pooledPredictions } from './pooled-predictions.ts';
import type { FoldPredictions } from './training-job.ts';

/** A learner with its calibration and how well the two did out of fold. */
export interface EvaluatedCandidate {
  readonly learner: Learner;
  readonly calibration: ChosenCalibration;
  readonly report: Candidate;
  /** Fold by fold, the same folds for every candidate. */
  readonly placements: readonly FoldPlacements[];
  readonly curves: Curves;
}

/**
 * Measures a candidate. ROC-AUC is the mean over the folds, before calibration; the other figures are taken over all
 * rows of a repeat, each predicted by the fold that did not see it, and averaged over the repeats. The curves, and the
 * profit optimum that lies on one of them, pool all repeats.
 */
export function evaluateCandidate(
  learner: Learner,
  { folds, fitDurationMs }: OutOfFold,
  terms: CampaignTerms,
): EvaluatedCandidate {
  const calibration = chooseCalibration(folds);
  const repeats = pooledByRepeat(folds, calibration.probabilities);
  const figures = repeats.map((repeat) => figuresOf(repeat, terms));
  const average = (figureOf: (figures: Figures) => number) => meanOf(figures.map(figureOf));
  const ranking = figures.length === 1 ? figures[0]!.ranking : rankingOf(pooledPredictions(repeats));
  const placements = folds.map(({ repeat, logOdds, labels: own }) => ({
    repeat,
    ...placementsOf(logOdds, own),
  }));
  return {
    learner,
    calibration,
    placements,
    curves: curvesOf(ranking, terms),
    report: {
      name: learner.name,
      algorithm: learner.algorithm,
      parameters: { ...learner.parameters, calibration: calibration.calibration.method },
      rocAuc: crossValidatedAucInterval(placements),
      prAuc: average((of) => of.prAuc),
      logLoss: average((of) => of.logLoss),
      brier: average((of) => of.brier),
      expectedCalibrationError: average((of) => of.expectedCalibrationError),
      calibrationInTheLarge: average((of) => of.calibrationInTheLarge),
      topDecileLift: average((of) => of.topDecileLift),
      empc: average((of) => of.empc),
      eta: average((of) => of.eta),
      profitOptimum: profitCurve(ranking, terms).optimum,
      fitDurationMs,
    },
  };
}

type Figures = ReturnType<typeof figuresOf>;

function figuresOf(pooled: PooledPredictions, terms: CampaignTerms) {
  const ranking = rankingOf(pooled);
  const { probabilities, labels } = pooled;
  return {
    ranking,
    prAuc: averagePrecision(ranking),
    logLoss: logLoss(probabilities, labels),
    brier: brierScore(probabilities, labels),
    expectedCalibrationError: expectedCalibrationError(ranking),
    calibrationInTheLarge: calibrationInTheLarge(probabilities, labels),
    topDecileLift: topDecileLift(ranking),
    ...empc(ranking, terms),
  };
}

function rankingOf({ probabilities, labels }: PooledPredictions): Ranking {
  return rankByScore(probabilities, labels);
}

function pooledByRepeat(
  folds: readonly FoldPredictions[],
  probabilities: readonly Float64Array[],
): readonly PooledPredictions[] {
  const parts = folds.map(({ repeat, labels }, index) => ({
    repeat,
    labels,
    probabilities: probabilities[index]!,
  }));
  return [...Map.groupBy(parts, ({ repeat }) => repeat).values()].map(pooledPredictions);
}
