import { rankByScore } from '../evaluation/ranking.ts';
import { rocAuc } from '../evaluation/roc-auc.ts';
import type { Fold } from '../evaluation/stratified-folds.ts';
import { type Learner, predictLogOdds } from '../learners/learner.ts';
import { seedOfPart } from '../learners/seeded-random.ts';
import type { FeatureTable } from '../table/feature-table.ts';

/** What a learner says of customers it has not seen, fold by fold. */
export interface OutOfFold {
  readonly folds: readonly FoldPredictions[];
  /** Mean time of one fit. */
  readonly fitDurationMs: number;
}

/** Predictions for the test rows of one fold, before calibration. */
export interface FoldPredictions {
  readonly repeat: number;
  readonly logOdds: Float64Array;
  /** 1 left, 0 stayed. */
  readonly labels: Uint8Array;
  readonly rocAuc: number;
}

/** Fits the learner on each fold's training part alone and predicts its test part. `nowMs` only times the fits. */
export function crossValidate(
  learner: Learner,
  table: FeatureTable,
  folds: readonly Fold[],
  seed: number,
  nowMs: () => number,
): OutOfFold {
  let fitDurationMs = 0;
  const predictions = folds.map(({ repeat, train, test }, index): FoldPredictions => {
    const startMs = nowMs();
    const model = learner.fit(table, train, seedOfPart(seed, index));
    fitDurationMs += (nowMs() - startMs) / folds.length;
    const logOdds = predictLogOdds(model, table, test);
    const labels = Uint8Array.from(test, (row) => table.label[row]!);
    return { repeat, logOdds, labels, rocAuc: rocAuc(rankByScore(logOdds, labels)) };
  });
  return { folds: predictions, fitDurationMs };
}

/**
 * How often to repeat the five folds: about FITTED_CELLS values in all, within 1 and 10. Few rows need many repeats for
 * a narrow interval; many rows need none.
 */
export function repeatsFor(rowCount: number, columnCount: number): number {
  const FITTED_CELLS = 700_000;
  return Math.min(10, Math.max(1, Math.round(FITTED_CELLS / (rowCount * columnCount))));
}
