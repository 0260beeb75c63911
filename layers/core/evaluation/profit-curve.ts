import { type CampaignTerms, campaignProfit } from './campaign-terms.ts';
import type { Point } from './point.ts';
import type { Ranking } from './ranking.ts';

/** Expected profit by the share of the base that is contacted, at the mean chance of acceptance. */
export interface ProfitCurve {
  /** [share contacted, profit per customer of the base] about every hundredth, from (0, 0) to everybody. */
  readonly points: Point[];
  /** The best of all shares, not of the points alone; (0, 0) where nobody is worth contacting. */
  readonly optimum: ProfitOptimum;
}

export interface ProfitOptimum {
  /** Share of the base contacted, in [0, 1]. */
  readonly share: number;
  /** Per customer of the base, in the currency of the terms. */
  readonly profit: number;
}

const STEPS = 100;

/** Contacts from the highest score on; inside a tie customers are taken as they come. */
export function profitCurve(ranking: Ranking, terms: CampaignTerms): ProfitCurve {
  const customers = ranking.scores.length;
  const acceptance = terms.alpha / (terms.alpha + terms.beta);
  const points: Point[] = [[0, 0]];
  let optimum: ProfitOptimum = { share: 0, profit: 0 };
  let leavers = 0;
  for (let contacted = 1; contacted <= customers; contacted++) {
    leavers += ranking.leaverShare[contacted - 1]!;
    const profit = campaignProfit(terms, acceptance, leavers, contacted - leavers) / customers;
    if (profit > optimum.profit) optimum = { share: contacted / customers, profit };
    if (contacted >= (points.length * customers) / STEPS) points.push([contacted / customers, profit]);
  }
  return { points, optimum };
}
