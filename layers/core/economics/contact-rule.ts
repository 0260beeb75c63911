import type { Economics } from '../schema/schema-document.ts';

/** What contacting one customer costs and how well it works. Amounts in the schema's currency. */
export interface ContactTerms {
  /** d: cost of the offer to a customer who takes it: a leaver with the chance of acceptance, a stayer always. */
  readonly offerCost: number;
  /** f: cost of the contact itself. */
  readonly contactCost: number;
  /** γ: the chance that a contacted leaver accepts and stays, in (0, 1). */
  readonly acceptance: number;
}

/** The schema's terms; γ is the mean of its acceptance prior Beta(α, β), α ÷ (α + β). */
export function contactTermsOf({ offerCost, contactCost, acceptancePrior }: Economics): ContactTerms {
  const { alpha, beta } = acceptancePrior;
  return { offerCost, contactCost, acceptance: alpha / (alpha + beta) };
}

/**
 * What contacting a customer is expected to cost, in currency: f + d (1 − p + γ p). Everybody contacted costs f; a stayer
 * (1 − p) takes the offer, and so does a leaver (p) with the chance γ. At least f.
 */
export function contactCostOf(churnProbability: number, terms: ContactTerms): number {
  const takesOffer = 1 - churnProbability + terms.acceptance * churnProbability;
  return terms.contactCost + terms.offerCost * takesOffer;
}

/**
 * A customer's priority: the expected net gain of contacting them, in currency, below 0 where it is a loss:
 * γ p (CLV − d) − (1 − p) d − f.
 * With the chance p they would leave: with γ they accept and are worth CLV − d instead of nothing. With 1 − p they would
 * stay anyway and take the offer for d. Both cost f. Equal to γ p CLV − contactCostOf, and linear in p:
 * p (γ (CLV − d) + d) − (d + f), so that it is 0 exactly at contactBoundaryOf.
 * Source: Verbraken, Verbeke and Baesens, IEEE TKDE 25(5), 2013, with a CLV of each customer's own.
 */
export function contactGainOf(churnProbability: number, clv: number, terms: ContactTerms): number {
  const { acceptance, offerCost, contactCost } = terms;
  return acceptance * churnProbability * (clv - offerCost) - (1 - churnProbability) * offerCost - contactCost;
}

/**
 * The churn probability above which it pays to contact a customer: (d + f) ÷ (γ (CLV − d) + d). Above 1, so that it never
 * pays, for a customer worth less than the offer and the contact bring back; +∞ where the divisor is not above 0; 0
 * where offer and contact are free.
 */
export function contactBoundaryOf(clv: number, { acceptance, offerCost, contactCost }: ContactTerms): number {
  const slope = acceptance * (clv - offerCost) + offerCost;
  return slope > 0 ? (offerCost + contactCost) / slope : Number.POSITIVE_INFINITY;
}

/** Whether to contact: only where a gain is expected, so that at the boundary itself nobody is bothered. */
export function isWorthContacting(contactGain: number): boolean {
  return contactGain > 0;
}
