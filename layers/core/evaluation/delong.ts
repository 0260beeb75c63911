import { type Interval, normalInterval } from './interval.ts';
import { scoresOf } from './ranking.ts';

/**
 * Where each row stands among the rows of the other class: for a leaver the share of stayers scored below, for a stayer
 * the share of leavers scored above, an equal score counting half. The mean of either is the ROC-AUC.
 */
export interface Placements {
  /** In the order of the rows, as is `stayers`. */
  readonly leavers: Float64Array;
  readonly stayers: Float64Array;
}

/** The placements of a set of predictions; `labels` are 1 left, 0 stayed, both among them. */
export function placementsOf(scores: ArrayLike<number>, labels: ArrayLike<number>): Placements {
  const [leaverScores, stayerScores] = [scoresOf(1, scores, labels), scoresOf(0, scores, labels)];
  const leavers = new Float64Array(leaverScores.length);
  const stayers = new Float64Array(stayerScores.length);
  let [leaver, stayer] = [0, 0];
  for (let row = 0; row < scores.length; row++) {
    if (labels[row] === 1) leavers[leaver++] = shareBelow(stayerScores, scores[row]!);
    else if (labels[row] === 0) stayers[stayer++] = 1 - shareBelow(leaverScores, scores[row]!);
  }
  return { leavers, stayers };
}

/** The ROC-AUC of placements, or the difference of two ROC-AUCs of a difference of placements. */
export function aucOf({ leavers }: Placements): number {
  return mean(leavers);
}

/** Placements of one model less those of another on the same rows. */
export function placementsDifference(a: Placements, b: Placements): Placements {
  return {
    leavers: a.leavers.map((value, i) => value - b.leavers[i]!),
    stayers: a.stayers.map((value, i) => value - b.stayers[i]!),
  };
}

/**
 * Variance of a ROC-AUC over samples of customers: s²(leavers) ÷ their number + s²(stayers) ÷ theirs. Of a difference of
 * placements it is the variance of the difference of two correlated ROC-AUCs. One row of a class says nothing of its
 * spread: the largest that is possible, ¼, is taken.
 * Source: DeLong, DeLong and Clarke-Pearson (1988); by ranks, as Sun and Xu (2014) do.
 */
export function deLongVariance({ leavers, stayers }: Placements): number {
  return varianceOfMean(leavers) + varianceOfMean(stayers);
}

/** ROC-AUC of one held-out set of predictions with its 95 % interval (± 1.96 standard errors, within [0, 1]). */
export function rocAucInterval(scores: ArrayLike<number>, labels: ArrayLike<number>): Interval {
  const placements = placementsOf(scores, labels);
  return aucInterval(aucOf(placements), Math.sqrt(deLongVariance(placements)));
}

/** Mean ± 1.96 standard errors, within [0, 1]. */
export function aucInterval(auc: number, standardError: number): Interval {
  const { lower, upper } = normalInterval(auc, standardError);
  return { mean: auc, lower: Math.max(0, lower), upper: Math.min(1, upper) };
}

function shareBelow(ascending: Float64Array, score: number): number {
  const below = firstFrom(ascending, 0, score);
  if (ascending[below] !== score) return below / ascending.length;
  const equal = firstAbove(ascending, below, score) - below;
  return (below + equal / 2) / ascending.length;
}

/** First place from `start` on whose value is not below the score. */
function firstFrom(ascending: Float64Array, start: number, score: number): number {
  let [low, high] = [start, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(ascending: Float64Array, start: number, score: number): number {
  let [low, high] = [start, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= score) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function varianceOfMean(values: Float64Array): number {
  if (values.length < 2) return 0.25;
  const center = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - center) ** 2;
  return squares / (values.length - 1) / values.length;
}
