import { ChurnError } from '../errors.ts';

/** Predictions in descending order, with what is expected to be found at each place. */
export interface Ranking {
  readonly scores: Float64Array;
  /**
   * Share of leavers among the rows of this score: the label where the score is met once, the mean over a tie. So
   * nothing computed from a ranking depends on the order inside a tie.
   */
  readonly leaverShare: Float64Array;
  readonly leaverCount: number;
}

/**
 * Ranks predictions, the highest first. `labels` are 1 for those who left and 0 for those who stayed; rows of any other
 * label are left out.
 * @throws ChurnError `SCORE_NOT_A_NUMBER`
 */
export function rankByScore(scores: ArrayLike<number>, labels: ArrayLike<number>): Ranking {
  const [leavers, stayers] = [scoresOf(1, scores, labels), scoresOf(0, scores, labels)];
  const ranked = new Float64Array(leavers.length + stayers.length);
  const leaverShare = new Float64Array(ranked.length);
  let [leaver, stayer] = [leavers.length, stayers.length];
  for (let place = 0; place < ranked.length; ) {
    const score = Math.max(
      leaver > 0 ? leavers[leaver - 1]! : -Infinity,
      stayer > 0 ? stayers[stayer - 1]! : -Infinity,
    );
    const leaversBelow = placesBelow(leavers, leaver, score);
    const stayersBelow = placesBelow(stayers, stayer, score);
    const leaversHere = leaver - leaversBelow;
    const end = place + leaversHere + stayer - stayersBelow;
    if (end === place) throw new ChurnError('SCORE_NOT_A_NUMBER', 'A score to rank by is not a number.');
    const share = leaversHere / (end - place);
    for (; place < end; place++) {
      ranked[place] = score;
      leaverShare[place] = share;
    }
    [leaver, stayer] = [leaversBelow, stayersBelow];
  }
  return { scores: ranked, leaverShare, leaverCount: leavers.length };
}

/** How many of the first `end` ascending values, none above the score, are below it. */
function placesBelow(ascending: Float64Array, end: number, score: number): number {
  let below = end;
  while (below > 0 && ascending[below - 1] === score) below--;
  return below;
}

/** Calls for each score, the highest first, with the rows at or above it and the leavers among them. */
export function forEachThreshold(
  { scores, leaverShare }: Ranking,
  visit: (rows: number, leavers: number) => void,
): void {
  let leavers = 0;
  for (let start = 0; start < scores.length; ) {
    let end = start + 1;
    while (end < scores.length && scores[end] === scores[start]) end++;
    leavers += Math.round(leaverShare[start]! * (end - start));
    visit(end, leavers);
    start = end;
  }
}

/** The scores of one class, ascending. */
export function scoresOf(label: number, scores: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  const found = new Float64Array(scores.length);
  let count = 0;
  for (let row = 0; row < scores.length; row++) if (labels[row] === label) found[count++] = scores[row]!;
  return found.subarray(0, count).sort();
}
