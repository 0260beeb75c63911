import { forEachThreshold, type Ranking } from './ranking.ts';

/**
 * The corners of the upper convex hull of a ROC curve in counts, from (0, 0) to (all stayers, all leavers): to contact
 * the customers above a corner's threshold is best for some costs, to stop anywhere else is for none.
 */
export interface RocHull {
  readonly leavers: Float64Array;
  readonly stayers: Float64Array;
}

/** Finds the hull in one pass; a corner never lies inside a tie, nor on the line between its neighbours. */
export function rocHull(ranking: Ranking): RocHull {
  const leavers = new Float64Array(ranking.scores.length + 1);
  const stayers = new Float64Array(ranking.scores.length + 1);
  let last = 0;
  forEachThreshold(ranking, (rows, leaversAbove) => {
    const stayersAbove = rows - leaversAbove;
    while (last > 0 && !turnsDown(leavers, stayers, last, leaversAbove, stayersAbove)) last--;
    last++;
    leavers[last] = leaversAbove;
    stayers[last] = stayersAbove;
  });
  return { leavers: leavers.slice(0, last + 1), stayers: stayers.slice(0, last + 1) };
}

/** Whether the way from the corner before `last` over `last` to a new point turns towards fewer leavers a stayer. */
function turnsDown(
  leavers: Float64Array,
  stayers: Float64Array,
  last: number,
  leaversThere: number,
  stayersThere: number,
): boolean {
  const rise = leavers[last]! - leavers[last - 1]!;
  const run = stayers[last]! - stayers[last - 1]!;
  const nextRise = leaversThere - leavers[last]!;
  const nextRun = stayersThere - stayers[last]!;
  return rise * nextRun > nextRise * run;
}
