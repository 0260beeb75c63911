import { aucLead, crossValidatedAuc, type FoldPlacements } from '../evaluation/cross-validated-auc.ts';

/** What the choice is made by. */
export interface RankedCandidate {
  readonly name: string;
  /** Of the same rows in the same order for every candidate: one fold, or several of one or more repeats. */
  readonly placements: readonly FoldPlacements[];
}

export interface Choice<C extends RankedCandidate> {
  readonly candidate: C;
  /** One sentence for people. */
  readonly reason: string;
}

/**
 * The simplest candidate whose mean ROC-AUC falls short of the best one's by no more than one standard error;
 * `candidates` stand from the simplest to the most complex, at least one. The standard error is that of the difference
 * between two correlated ROC-AUCs on the same customers (see aucLead): how hard they are to rank cancels out. It holds
 * for one held-out part and for repeated folds alike.
 * Source: the one-standard-error rule of Breiman et al., "Classification and Regression Trees" (1984), section 3.4.3,
 * with paired differences.
 */
export function chooseCandidate<C extends RankedCandidate>(candidates: readonly C[]): Choice<C> {
  const aucs = new Map(candidates.map((candidate) => [candidate, crossValidatedAuc(candidate.placements)]));
  const aucOf = (candidate: C) => aucs.get(candidate)!;
  const best = candidates.reduce((top, candidate) => (aucOf(candidate) > aucOf(top) ? candidate : top));
  const simplest = candidates.find((candidate) => isWithinOneStandardError(candidate, best)) ?? best;
  const highest = `the highest cross-validated ROC-AUC, ${aucOf(best).toFixed(4)}`;
  if (best === candidates[0]) {
    return { candidate: best, reason: `${best.name} has ${highest}, and is the simplest candidate.` };
  }
  if (simplest === best) {
    const reason = `${best.name} has ${highest}; no simpler candidate is within one standard error of it.`;
    return { candidate: best, reason };
  }
  const auc = aucOf(simplest).toFixed(4);
  return {
    candidate: simplest,
    reason: `${simplest.name}, with ${auc}, is the simplest candidate within one standard error of ${highest} of ${best.name}.`,
  };
}

function isWithinOneStandardError(candidate: RankedCandidate, best: RankedCandidate): boolean {
  if (candidate === best) return true;
  const { lead, standardError } = aucLead(best.placements, candidate.placements);
  return lead <= standardError;
}
