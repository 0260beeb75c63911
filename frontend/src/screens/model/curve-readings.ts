import type { Point } from '../../charts/line-chart.tsx';
import { formatAmount, formatBound, formatRate } from '../../format/numbers.ts';

/** What a curve says in one sentence, and the place on it that says so. */
export interface CurveReading {
  readonly takeaway: string;
  readonly mark?: { readonly at: Point; readonly name: string };
}

/** What stands for a curve that is not drawn. */
export const TOO_FEW_POINTS: CurveReading = { takeaway: 'There are too few points to draw the curve.' };

const FOUND = 0.8;
const HALF = 0.5;
const TENTH = 0.1;

/** `points` are [share of stayers flagged, share of leavers found], ascending. */
export function readRoc(points: readonly Point[]): CurveReading {
  const flagged = crossing(points, FOUND);
  if (flagged === undefined) return TOO_FEW_POINTS;
  return {
    takeaway: `To find 80% of those who leave, ${formatRate(flagged)} of those who stay are flagged too; in random order it would be 80%.`,
    mark: { at: [flagged, FOUND], name: '80% of the leavers found' },
  };
}

/** `points` are [share of leavers found, share of those flagged who leave]; `leaving` is the share of leavers in all. */
export function readPrecisionRecall(points: readonly Point[], leaving: number): CurveReading {
  const half = points.find(([found]) => found >= HALF);
  if (half === undefined || points.length < 2) return TOO_FEW_POINTS;
  const [found, precision] = half;
  return {
    takeaway: `When ${formatWhole(found)} of the leavers are found, ${formatRate(precision)} of those flagged do leave; in random order it would be ${formatRate(leaving)}.`,
    mark: { at: half, name: 'Half of the leavers found' },
  };
}

/** `points` are [mean predicted, observed] of bins of equal count. */
export function readCalibration(points: readonly Point[]): CurveReading {
  const [first] = points;
  if (first === undefined) return TOO_FEW_POINTS;
  if (points.length === 1) {
    const [predicted, observed] = first;
    return {
      takeaway: `Where ${formatRate(predicted)} were predicted to leave, ${formatRate(observed)} left.`,
    };
  }
  const gapOf = ([predicted, observed]: Point) => Math.abs(predicted - observed);
  const mean = points.reduce((sum, point) => sum + gapOf(point), 0) / points.length;
  const widest = points.reduce((most, point) => (gapOf(point) > gapOf(most) ? point : most), first);
  const [predicted, observed] = widest;
  return {
    takeaway: `Predicted and observed rates are ${formatPoints(mean)} apart on average, most where ${formatRate(predicted)} were predicted to leave and ${formatRate(observed)} left.`,
    mark: { at: widest, name: 'Furthest apart' },
  };
}

/** `points` are [share contacted, lift], ascending. The point nearest to a tenth is read. */
export function readLift(points: readonly Point[]): CurveReading {
  const [first, second] = points;
  if (first === undefined || second === undefined) return TOO_FEW_POINTS;
  const distance = ([share]: Point) => Math.abs(share - TENTH);
  const nearest = points.reduce((near, point) => (distance(point) < distance(near) ? point : near), first);
  const [share, lift] = nearest;
  return {
    takeaway: `Of the ${formatWhole(share)} with the highest scores, ${lift.toFixed(1)} times as many leave as of all customers.`,
    mark: { at: nearest, name: `Highest ${formatWhole(share)}` },
  };
}

/**
 * `points` are [share contacted, expected profit per customer of the base], ascending to everybody; without `optimum`
 * (an older model's) the best of them is taken.
 */
export function readProfit(
  points: readonly Point[],
  optimum: { readonly share: number; readonly profit: number } | undefined,
  currency: string,
): CurveReading {
  const last = points.at(-1);
  if (last === undefined || points.length < 2) return TOO_FEW_POINTS;
  const highest = points.reduce((best, point) => (point[1] > best[1] ? point : best));
  const [share, profit] = optimum === undefined ? highest : [optimum.share, optimum.profit];
  if (profit <= 0) return { takeaway: 'Contacting anybody would cost more than it brings.' };
  const most = `${formatAmount(profit, currency)} per customer of the base`;
  return {
    takeaway:
      share < last[0]
        ? `Contacting the ${formatRate(share)} with the highest scores pays best: ${most}, against ${formatAmount(last[1], currency)} for everybody.`
        : `It pays best to contact everybody: ${most}.`,
    mark: { at: [share, profit], name: `Best: ${formatRate(share)} contacted` },
  };
}

/** Where a line that rises from point to point reaches `y`; undefined where it does not, or is no line. */
function crossing(points: readonly Point[], y: number): number | undefined {
  const after = points.findIndex((point) => point[1] >= y);
  const [from, to] = [points[after - 1], points[after]];
  if (from === undefined || to === undefined) return undefined;
  return from[0] + ((to[0] - from[0]) * (y - from[1])) / (to[1] - from[1]);
}

/** A share in whole percents. */
const formatWhole = (share: number) => formatBound(Math.round(share * 100) / 100);

/** A difference between two shares: 0.0123 → `1.2 points`. */
const formatPoints = (difference: number) => `${(difference * 100).toFixed(1)} points`;
