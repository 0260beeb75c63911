import { forEachThreshold, type Ranking, rankByScore } from '../evaluation/ranking.ts';
import { logOddsOf } from '../learners/log-odds.ts';
import type { IsotonicCalibration, Knot } from './calibration.ts';
import type { LabelledLogOdds } from './calibration-sample.ts';
import { type Block, joinDownTo, joinSmallBlocks, poolAdjacentViolators } from './pool-adjacent-violators.ts';

/** Knots between the two ends at most, and the fewest rows one may stand for. */
const MAX_BLOCKS = 60;
const MIN_ROWS = 25;
/** A block has at least this share of the rows: no more than a few hundred are left to be joined one by one. */
const MIN_SHARE = 1 / 400;
/** Rows of the base's rate that each block is given, so that none is at 0 or 1. */
const PRIOR_ROWS = 1;
/** Steepest rise between knots: a steeper one is chance, and would blow up the last digits of a score. */
const MAX_SLOPE = 4;
/** How far the ends lie beyond their neighbours in calibrated log-odds: enough to tell customers apart, no more. */
const END_STEP = 0.01;

/**
 * Isotonic regression of leaving on the log-odds, made a curve that rises everywhere between its knots: a knot is at
 * the mean log-odds of a block of rows and at the log-odds of its rate, smoothed towards the base's; the first and the
 * last one are at the lowest and highest log-odds. Undefined where there is nothing to order by: one class only, or the
 * same rate for all. Log-odds are finite.
 * Source: Zadrozny and Elkan, "Transforming classifier scores into accurate multiclass probability estimates" (2002).
 */
export function fitIsotonic(data: LabelledLogOdds): IsotonicCalibration | undefined {
  const ranking = rankByScore(data.logOdds, data.labels);
  const rows = ranking.scores.length;
  const baseRate = ranking.leaverCount / rows;
  if (!(baseRate > 0 && baseRate < 1)) return undefined;
  const isotonic = poolAdjacentViolators(
    blocksOf(ranking),
    (lower, upper) => lower.left * upper.rows >= upper.left * lower.rows,
  );
  const large = joinSmallBlocks(isotonic, Math.max(MIN_ROWS, rows * MIN_SHARE));
  const few = joinDownTo(large, MAX_BLOCKS);
  const knots = poolAdjacentViolators(few, (lower, upper) =>
    isFlatOrSteep(knotOf(lower, baseRate), knotOf(upper, baseRate)),
  ).map((block) => knotOf(block, baseRate));
  if (knots.length < 2) return undefined;
  return { method: 'isotonic', knots: withEnds(knots, ranking.scores.at(-1)!, ranking.scores[0]!) };
}

function knotOf({ rows, left, scoreSum }: Block, baseRate: number): Knot {
  const rate = (left + PRIOR_ROWS * baseRate) / (rows + PRIOR_ROWS);
  return [scoreSum / rows, logOddsOf(rate)];
}

function isFlatOrSteep([lowerX, lowerY]: Knot, [upperX, upperY]: Knot): boolean {
  return upperY <= lowerY || upperY - lowerY > MAX_SLOPE * (upperX - lowerX);
}

/** One block for each score, ascending. */
function blocksOf(ranking: Ranking): Block[] {
  const blocks: Block[] = [];
  let [rowsAbove, leaversAbove] = [0, 0];
  forEachThreshold(ranking, (rowsSoFar, leaversSoFar) => {
    const rows = rowsSoFar - rowsAbove;
    const score = ranking.scores[rowsAbove]!;
    blocks.push({ rows, left: leaversSoFar - leaversAbove, scoreSum: rows * score });
    [rowsAbove, leaversAbove] = [rowsSoFar, leaversSoFar];
  });
  return blocks.reverse();
}

/** Adds the lowest and the highest log-odds, where no knot is there already. */
function withEnds(knots: readonly Knot[], lowest: number, highest: number): Knot[] {
  const [first, last] = [knots[0]!, knots.at(-1)!];
  const [before, after] = [first[0] - lowest, highest - last[0]];
  return [
    ...(before > 0 ? [[lowest, first[1] - Math.min(END_STEP, before)] as const] : []),
    ...knots,
    ...(after > 0 ? [[highest, last[1] + Math.min(END_STEP, after)] as const] : []),
  ];
}
