import { forEachThreshold, type Ranking } from './ranking.ts';

/**
 * Area under the ROC curve: the chance that a random leaver is scored above a random stayer, ties counting half.
 * NaN where one of the classes is empty. Source: Hanley and McNeil (1982), by the Mann–Whitney statistic.
 */
export function rocAuc(ranking: Ranking): number {
  const { scores, leaverCount } = ranking;
  let [rowsAbove, leaversAbove, wins] = [0, 0, 0];
  forEachThreshold(ranking, (rows, leavers) => {
    const stayersHere = rows - rowsAbove - (leavers - leaversAbove);
    wins += (stayersHere * (leaversAbove + leavers)) / 2;
    [rowsAbove, leaversAbove] = [rows, leavers];
  });
  return wins / (leaverCount * (scores.length - leaverCount));
}
