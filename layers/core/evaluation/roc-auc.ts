import type { Ranking } from './ranking.ts';

/**
 * Area under the ROC curve: the chance that a random leaver is scored above a random stayer, ties counting half.
 * NaN where one of the classes is empty. Source: Hanley and McNeil (1982), by the Mann–Whitney statistic.
 */
export function rocAuc({ scores, leaverShare, leaverCount }: Ranking): number {
  let leaversAbove = 0;
  let wins = 0;
  for (let start = 0; start < scores.length; ) {
    let end = start + 1;
    while (end < scores.length && scores[end] === scores[start]) end++;
    const leavers = Math.round(leaverShare[start]! * (end - start));
    wins += (end - start - leavers) * (leaversAbove + leavers / 2);
    leaversAbove += leavers;
    start = end;
  }
  return wins / (leaverCount * (scores.length - leaverCount));
}
