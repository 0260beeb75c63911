import type { Point } from './point.ts';
import { forEachThreshold, type Ranking } from './ranking.ts';

/**
 * Area under the precision-recall curve as average precision, Σ (recall gained × precision) over the thresholds, a tie
 * being one threshold. The share of leavers is what chance gives; NaN where nobody left.
 * Source: Manning, Raghavan and Schütze, "Introduction to Information Retrieval" (2008), section 8.4, for thresholds.
 */
export function averagePrecision(ranking: Ranking): number {
  let area = 0;
  let leaversBefore = 0;
  forEachThreshold(ranking, (rows, leavers) => {
    area += (leavers - leaversBefore) * (leavers / rows);
    leaversBefore = leavers;
  });
  return area / ranking.leaverCount;
}

/**
 * [recall, precision] from the highest threshold to the lowest, where recall is 1 and precision the share of leavers;
 * never inside a tie, and at most `maxPoints`, evenly spaced over recall.
 */
export function precisionRecallCurve(ranking: Ranking, maxPoints = 101): Point[] {
  const { scores, leaverCount } = ranking;
  const points: Point[] = [];
  const spacing = leaverCount / (maxPoints - 1);
  forEachThreshold(ranking, (rows, leavers) => {
    const isLast = rows === scores.length;
    if (!isLast && (points.length === maxPoints - 1 || leavers < points.length * spacing)) return;
    points.push([leavers / leaverCount, leavers / rows]);
  });
  return points;
}
