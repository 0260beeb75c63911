import type { Economics } from '../schema/schema-document.ts';
import { type ContactTerms, contactGainOf, contactTermsOf, isWorthContacting } from './contact-rule.ts';
import { type CustomerValuer, customerValuer } from './customer-value.ts';
import type { Retention } from './survival/retention.ts';

/** What a customer is worth and whether it pays to contact them. */
export interface CustomerMoney {
  /** In currency; see customerValuer. */
  readonly clv: number;
  /** Expected net gain of contacting them, in currency; see contactGainOf. */
  readonly priority: number;
  readonly worthContacting: boolean;
}

/** Values customers by the schema's economics and the retention that was learnt with the model. */
export class CustomerMoneyRule {
  readonly #valueOf: CustomerValuer;
  readonly #terms: ContactTerms;

  constructor(economics: Economics, retention: Retention) {
    this.#valueOf = customerValuer(retention, economics);
    this.#terms = contactTermsOf(economics);
  }

  moneyOf(churnProbability: number, monthlyCharge: number, tenureMonths: number): CustomerMoney {
    const clv = this.#valueOf(monthlyCharge, tenureMonths);
    const priority = contactGainOf(churnProbability, clv, this.#terms);
    return { clv, priority, worthContacting: isWorthContacting(priority) };
  }
}
