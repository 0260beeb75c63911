import { type CampaignTerms, campaignProfit } from './campaign-terms.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import type { Ranking } from './ranking.ts';
import { rocHull } from './roc-hull.ts';

/** The expected maximum profit of a ranking of customers. */
export interface ExpectedMaximumProfit {
  /** Per customer of the base (contacted or not), in the currency of the terms; at least 0. */
  readonly empc: number;
  /** Share of the base to contact on average, in [0, 1]. */
  readonly eta: number;
}

/**
 * EMPC = ∫ max_t [profit at threshold t and acceptance γ] h(γ) dγ over γ ~ Beta(alpha, beta), exactly: as γ grows the
 * best threshold walks along the corners of the ROC curve's convex hull, and between two steps the profit is linear in
 * γ, so that the integral is a sum of incomplete beta functions. Both are 0 where nobody is worth contacting and for no
 * customers.
 * Source: Verbraken, Verbeke and Baesens, "A novel profit maximizing metric for measuring classification performance of
 * customer churn prediction models", IEEE TKDE 25(5), 2013.
 */
export function empc(ranking: Ranking, terms: CampaignTerms): ExpectedMaximumProfit {
  const customers = ranking.scores.length;
  if (customers === 0) return { empc: 0, eta: 0 };
  const { leavers, stayers } = rocHull(ranking);
  const meanAcceptance = terms.alpha / (terms.alpha + terms.beta);
  /** ∫ h and ∫ γh from 0 to where this corner becomes the best one. */
  let [chance, moment] = [0, 0];
  let [profit, contacted] = [0, 0];
  for (let corner = 0; corner < leavers.length; corner++) {
    const until = acceptanceAtNextCorner(leavers, stayers, corner, terms);
    const chanceUntil = incompleteBeta(until, terms.alpha, terms.beta);
    const momentUntil = meanAcceptance * incompleteBeta(until, terms.alpha + 1, terms.beta);
    const [mine, mineMoment] = [chanceUntil - chance, momentUntil - moment];
    const [left, stayed] = [leavers[corner]!, stayers[corner]!];
    // Linear in γ: the profit at γ = 0, and what it grows by from there to 1.
    const atZero = campaignProfit(terms, 0, left, stayed);
    profit += atZero * mine + (campaignProfit(terms, 1, left, stayed) - atZero) * mineMoment;
    contacted += (left + stayed) * mine;
    [chance, moment] = [chanceUntil, momentUntil];
    if (until >= 1) break;
  }
  return { empc: Math.max(0, profit / customers), eta: contacted / customers };
}

/** The acceptance at which the next corner earns as much as this one; +∞ where it never does. */
function acceptanceAtNextCorner(
  leavers: Float64Array,
  stayers: Float64Array,
  corner: number,
  { clv, offerCost, contactCost }: CampaignTerms,
): number {
  if (corner === leavers.length - 1 || clv <= offerCost) return Number.POSITIVE_INFINITY;
  const moreLeavers = leavers[corner + 1]! - leavers[corner]!;
  if (moreLeavers === 0) return Number.POSITIVE_INFINITY;
  const moreStayers = stayers[corner + 1]! - stayers[corner]!;
  const cost = moreLeavers * contactCost + moreStayers * (offerCost + contactCost);
  return cost / (moreLeavers * (clv - offerCost));
}
