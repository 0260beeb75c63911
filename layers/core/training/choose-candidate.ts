import { meanOf, standardErrorOf } from '../evaluation/interval.ts';

/** What the choice is made by. */
export interface RankedCandidate {
  readonly name: string;
  /** ROC-AUC of each fold, the same folds for every candidate. */
  readonly foldAucs: readonly number[];
}

export interface Choice<C extends RankedCandidate> {
  readonly candidate: C;
  /** One sentence for people. */
  readonly reason: string;
}

/**
 * The simplest candidate whose mean ROC-AUC falls short of the best one's by no more than one standard error;
 * `candidates` stand from the simplest to the most complex, at least one. The standard error is that of the mean
 * difference between the two over the folds, which both share: how hard a fold is cancels out.
 * Source: the one-standard-error rule of Breiman et al., "Classification and Regression Trees" (1984), section 3.4.3,
 * with paired differences.
 */
export function chooseCandidate<C extends RankedCandidate>(candidates: readonly C[]): Choice<C> {
  const best = candidates.reduce((top, candidate) =>
    meanOf(candidate.foldAucs) > meanOf(top.foldAucs) ? candidate : top,
  );
  const simplest = candidates.find((candidate) => isWithinOneStandardError(candidate, best)) ?? best;
  const highest = `the highest cross-validated ROC-AUC, ${meanOf(best.foldAucs).toFixed(4)}`;
  if (best === candidates[0]) {
    return { candidate: best, reason: `${best.name} has ${highest}, and is the simplest candidate.` };
  }
  if (simplest === best) {
    const reason = `${best.name} has ${highest}; no simpler candidate is within one standard error of it.`;
    return { candidate: best, reason };
  }
  const auc = meanOf(simplest.foldAucs).toFixed(4);
  return {
    candidate: simplest,
    reason: `${simplest.name}, with ${auc}, is the simplest candidate within one standard error of ${highest} of ${best.name}.`,
  };
}

function isWithinOneStandardError(candidate: RankedCandidate, best: RankedCandidate): boolean {
  const shortfalls = best.foldAucs.map((auc, fold) => auc - candidate.foldAucs[fold]!);
  return meanOf(shortfalls) <= standardErrorOf(shortfalls);
}
