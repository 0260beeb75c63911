import { calibrationBins } from './calibration-bins.ts';
import type { CampaignTerms } from './campaign-terms.ts';
import { liftAt } from './lift.ts';
import type { Point } from './point.ts';
import { precisionRecallCurve } from './precision-recall.ts';
import { profitCurve } from './profit-curve.ts';
import { forEachThreshold, type Ranking } from './ranking.ts';

/** Curves of a ranking for charts, each with at most about a hundred points. */
export interface Curves {
  readonly roc: Point[];
  readonly precisionRecall: Point[];
  readonly calibration: Point[];
  readonly lift: Point[];
  readonly profit: Point[];
}

/** The curves as in the model's metadata. */
export function curvesOf(ranking: Ranking, terms: CampaignTerms): Curves {
  return {
    roc: rocCurve(ranking),
    precisionRecall: precisionRecallCurve(ranking),
    calibration: calibrationCurve(ranking),
    lift: liftCurve(ranking),
    profit: profitCurve(ranking, terms).points,
  };
}

/**
 * [false positive rate, true positive rate] from (0, 0) to (1, 1), never inside a tie; at most `maxPoints` of them,
 * evenly spaced over the rows.
 */
export function rocCurve(ranking: Ranking, maxPoints = 101): Point[] {
  const { scores, leaverCount } = ranking;
  const stayerCount = scores.length - leaverCount;
  const spacing = scores.length / (maxPoints - 1);
  const points: Point[] = [[0, 0]];
  forEachThreshold(ranking, (rows, leavers) => {
    if (rows < scores.length && rows < points.length * spacing) return;
    points.push([(rows - leavers) / stayerCount, leavers / leaverCount]);
  });
  return points;
}

/** [mean predicted, observed] of ten bins of equal count, ascending. */
export function calibrationCurve(ranking: Ranking): Point[] {
  return calibrationBins(ranking).map(({ meanPredicted, observed }) => [meanPredicted, observed]);
}

/** [share contacted, lift over the base] at every twentieth of the rows. */
export function liftCurve(ranking: Ranking): Point[] {
  return Array.from({ length: 20 }, (_, step) => [(step + 1) / 20, liftAt(ranking, (step + 1) / 20)]);
}
