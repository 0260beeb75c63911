import type { Ranking } from './ranking.ts';

/**
 * Rate of leaving among the `share` of rows with the highest scores over the rate among all: 1 is no better than
 * chance, 1 ÷ share the most. The group has at least one row. NaN where nobody left.
 */
export function liftAt({ scores, leaverShare, leaverCount }: Ranking, share: number): number {
  const rows = Math.max(1, Math.round(share * scores.length));
  let leavers = 0;
  for (let place = 0; place < rows; place++) leavers += leaverShare[place]!;
  return leavers / rows / (leaverCount / scores.length);
}

/** Lift in the tenth of rows with the highest scores, in [0, 10]. */
export function topDecileLift(ranking: Ranking): number {
  return liftAt(ranking, 0.1);
}
