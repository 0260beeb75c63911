import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contactBoundaryOf,
  contactCostOf,
  contactGainOf,
  contactTermsOf,
  isWorthContacting,
} from '#core/economics/contact-rule.ts';
import { campaignProfit } from '#core/evaluation/campaign-terms.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';

const literature = { offerCost: 10, contactCost: 1, acceptance: 0.3 };
const share = fc.double({ min: 0, max: 1, noNaN: true });
const amount = fc.double({ min: 0, max: 1000, noNaN: true });
const someTerms = fc.record({
  offerCost: amount,
  contactCost: fc.double({ min: 0.01, max: 1000, noNaN: true }),
  acceptance: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
});

describe('the contact rule', () => {
  it('has the boundary 11 ÷ 67 at the literature’s defaults (CLV 200, d 10, f 1, γ 0.3)', () => {
    expect(contactBoundaryOf(200, literature)).toBeCloseTo(11 / 67, 14);
    expect(contactTermsOf(telcoSchema.economics)).toEqual(literature);
  });

  it('has a gain of 0 exactly at the boundary, above 0 beyond it and below 0 before it', () => {
    fc.assert(
      fc.property(amount, someTerms, share, (clv, terms, p) => {
        const boundary = contactBoundaryOf(clv, terms);
        const gain = contactGainOf(p, clv, terms);
        const rounding = 1e-9 * (1 + clv + terms.offerCost + terms.contactCost);
        if (Number.isFinite(boundary) && boundary <= 1)
          expect(Math.abs(contactGainOf(boundary, clv, terms))).toBeLessThan(rounding);
        if (p > boundary) expect(gain).toBeGreaterThan(-rounding);
        else expect(gain).toBeLessThan(rounding);
      }),
    );
  });

  it('gains what a saved customer is worth less what the contact costs', () => {
    fc.assert(
      fc.property(amount, someTerms, share, (clv, terms, p) => {
        const gain = terms.acceptance * p * clv - contactCostOf(p, terms);
        expect(contactGainOf(p, clv, terms)).toBeCloseTo(gain, 8);
        expect(contactCostOf(p, terms)).toBeGreaterThanOrEqual(terms.contactCost);
      }),
    );
  });

  it('is the campaign’s profit of EMPC for one customer', () => {
    const { alpha, beta } = telcoSchema.economics.acceptancePrior;
    const campaign = { clv: 200, offerCost: 10, contactCost: 1, alpha, beta };
    expect(contactGainOf(1, 200, literature)).toBeCloseTo(campaignProfit(campaign, 0.3, 1, 0), 12);
    expect(contactGainOf(0, 200, literature)).toBeCloseTo(campaignProfit(campaign, 0.3, 0, 1), 12);
  });

  it('never contacts a customer who is worth less than the offer', () => {
    for (const clv of [0, 5, 9.99]) {
      expect(contactBoundaryOf(clv, literature)).toBeGreaterThan(1);
      for (const p of [0, 0.5, 1]) expect(isWorthContacting(contactGainOf(p, clv, literature))).toBe(false);
    }
    const dear = { offerCost: 1000, contactCost: 0, acceptance: 0.9 };
    expect(contactBoundaryOf(-500, dear)).toBe(Number.POSITIVE_INFINITY);
  });

  it('contacts everybody who may leave where it costs nothing, and nobody who surely stays', () => {
    const free = { offerCost: 0, contactCost: 0, acceptance: 0.3 };
    expect(contactBoundaryOf(100, free)).toBe(0);
    expect(isWorthContacting(contactGainOf(0.01, 100, free))).toBe(true);
    expect(isWorthContacting(contactGainOf(0, 100, free))).toBe(false);
  });
});
