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
 * The simplest candidate whose mean ROC-AUC is within one standard error of the best one's; `candidates` stand from the
 * simplest to the most complex, at least one. The standard error is that of the best candidate's mean over the folds.
 * Source: Breiman et al., "Classification and Regression Trees" (1984), section 3.4.3.
 */
export function chooseCandidate<C extends RankedCandidate>(candidates: readonly C[]): Choice<C> {
  const best = candidates.reduce((top, candidate) =>
    meanOf(candidate.foldAucs) > meanOf(top.foldAucs) ? candidate : top,
  );
  const bestAuc = meanOf(best.foldAucs);
  const standardError = standardErrorOf(best.foldAucs);
  const simplest = candidates.find(({ foldAucs }) => meanOf(foldAucs) >= bestAuc - standardError) ?? best;
  const highest = `the highest cross-validated ROC-AUC, ${bestAuc.toFixed(4)}`;
  const margin = `one standard error (${standardError.toFixed(4)})`;
  if (best === candidates[0]) {
    return { candidate: best, reason: `${best.name} has ${highest}, and is the simplest candidate.` };
  }
  if (simplest === best) {
    return {
      candidate: best,
      reason: `${best.name} has ${highest}; no simpler candidate is within ${margin} of it.`,
    };
  }
  const auc = meanOf(simplest.foldAucs).toFixed(4);
  return {
    candidate: simplest,
    reason: `${simplest.name}, with ${auc}, is the simplest candidate within ${margin} of ${highest} of ${best.name}.`,
  };
}
