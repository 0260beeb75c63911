import { aucInterval, aucOf, deLongVariance, type Placements, placementsDifference } from './delong.ts';
import { type Interval, meanOf } from './interval.ts';

/** The placements of the test part of one fold. */
export interface FoldPlacements extends Placements {
  readonly repeat: number;
}

/** Mean ROC-AUC over the folds. */
export function crossValidatedAuc(folds: readonly FoldPlacements[]): number {
  return meanOf(folds.map(aucOf));
}

/**
 * The mean ROC-AUC with its 95 % interval. Test parts of a repeat share no customer, so the variance of their mean is
 * that of DeLong summed over k folds ÷ k²; repeats judge the same customers again, so it is averaged over them and not
 * divided by their number. The spread between folds is not used: repeats make it look far too small.
 * Simulated with logistic regression, the interval held the true ROC-AUC in 95 % of 300 samples of 2,000 customers and
 * in 93 % of 400 samples of 300; mean ± 1.96 standard errors over the folds did in 66 % and 44 %.
 * Source: LeDell, Petersen and van der Laan, "Computationally efficient confidence intervals for cross-validated area
 * under the ROC curve estimates" (2015).
 */
export function crossValidatedAucInterval(folds: readonly FoldPlacements[]): Interval {
  return aucInterval(crossValidatedAuc(folds), standardErrorOfAuc(folds));
}

/** What one model's mean ROC-AUC is above another's on the same folds, with the standard error of that, pair by pair. */
export function aucLead(
  leader: readonly FoldPlacements[],
  other: readonly FoldPlacements[],
): { readonly lead: number; readonly standardError: number } {
  const differences = leader.map((fold, index) => ({
    repeat: fold.repeat,
    ...placementsDifference(fold, other[index]!),
  }));
  return { lead: crossValidatedAuc(differences), standardError: standardErrorOfAuc(differences) };
}

function standardErrorOfAuc(folds: readonly FoldPlacements[]): number {
  const repeats = [...new Set(folds.map(({ repeat }) => repeat))];
  const variances = repeats.map((repeat) => {
    const mine = folds.filter((fold) => fold.repeat === repeat);
    return meanOf(mine.map(deLongVariance)) / mine.length;
  });
  return Math.sqrt(meanOf(variances));
}
