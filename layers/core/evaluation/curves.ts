import { calibrationBins } from './calibration-bins.ts';
import { liftAt } from './lift.ts';
import type { Ranking } from './ranking.ts';

export type Point = [x: number, y: number];

/** Curves of a ranking for a chart, as in the model's metadata. */
export interface Curves {
  readonly roc: Point[];
  readonly calibration: Point[];
  readonly lift: Point[];
}

/** The three curves, each with at most about a hundred points. */
export function curvesOf(ranking: Ranking): Curves {
  return { roc: rocCurve(ranking), calibration: calibrationCurve(ranking), lift: liftCurve(ranking) };
}

/**
 * [false positive rate, true positive rate] from (0, 0) to (1, 1), never inside a tie; at most `maxPoints` of them,
 * evenly spaced over the rows.
 */
export function rocCurve({ scores, leaverShare, leaverCount }: Ranking, maxPoints = 101): Point[] {
  const stayerCount = scores.length - leaverCount;
  const points: Point[] = [[0, 0]];
  const spacing = scores.length / (maxPoints - 1);
  let leavers = 0;
  for (let place = 0; place < scores.length; place++) {
    leavers += leaverShare[place]!;
    const rows = place + 1;
    if (rows < scores.length && (scores[rows] === scores[place] || rows < points.length * spacing)) continue;
    // Between ties the sum of shares is a whole number of leavers, save for rounding.
    const leaversHere = Math.round(leavers);
    points.push([(rows - leaversHere) / stayerCount, leaversHere / leaverCount]);
  }
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
