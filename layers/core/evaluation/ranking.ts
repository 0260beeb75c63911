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

/** Ranks predictions, the highest first. `labels` are 1 for those who left and 0 for those who stayed. */
export function rankByScore(scores: ArrayLike<number>, labels: ArrayLike<number>): Ranking {
  const [leavers, stayers] = [scoresOf(1, scores, labels), scoresOf(0, scores, labels)];
  const ranked = new Float64Array(leavers.length + stayers.length);
  const leaverShare = new Float64Array(ranked.length);
  let [leaver, stayer, place] = [leavers.length - 1, stayers.length - 1, 0];
  while (leaver >= 0 || stayer >= 0) {
    const score = Math.max(leavers[leaver] ?? -Infinity, stayers[stayer] ?? -Infinity);
    const [leaversBefore, stayersBefore] = [leaver, stayer];
    while (leaver >= 0 && leavers[leaver] === score) leaver--;
    while (stayer >= 0 && stayers[stayer] === score) stayer--;
    const leaversHere = leaversBefore - leaver;
    const rowsHere = leaversHere + stayersBefore - stayer;
    ranked.fill(score, place, place + rowsHere);
    leaverShare.fill(leaversHere / rowsHere, place, place + rowsHere);
    place += rowsHere;
  }
  return { scores: ranked, leaverShare, leaverCount: leavers.length };
}

function scoresOf(label: number, scores: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  const found: number[] = [];
  for (let i = 0; i < scores.length; i++) if (labels[i] === label) found.push(scores[i]!);
  return Float64Array.from(found).sort();
}
