import type { SchemaDocument } from '../schema/schema-document.ts';
import { type ContactTerms, contactGainOf, contactTermsOf, isWorthContacting } from './contact-rule.ts';
import { type CustomerValuer, customerValuer } from './customer-value.ts';
import { expectedLossOf } from './expected-loss.ts';
import { roundedMoney, roundedProbability } from './precision.ts';
import { type RiskLevel, riskLevelOf } from './risk-level.ts';
import type { Retention } from './survival/retention.ts';

/** What follows from a customer's probability. */
export interface CustomerRisk {
  readonly churnProbability: number;
  readonly riskLevel: RiskLevel;
  /** In currency; see expectedLossOf. */
  readonly expectedLoss: number;
}

/** What a customer is worth and whether it pays to contact them. */
export interface CustomerMoney {
  /** In currency; see customerValuer. */
  readonly clv: number;
  /** Expected net gain of contacting them, in currency; see contactGainOf. */
  readonly priority: number;
  readonly worthContacting: boolean;
}

/**
 * The one rule by which batch scoring and the API state customers, so that they say the same of the same one. Every figure
 * follows from the others as they are stated, see precision.ts.
 */
export class CustomerFiguresRule {
  readonly #schema: SchemaDocument;
  readonly #terms: ContactTerms;
  readonly #clvOf: CustomerValuer | undefined;

  /** @param retention What was learnt with the model; undefined where it knows none: nobody has a CLV or a priority then. */
  constructor(schema: SchemaDocument, retention: Retention | undefined) {
    this.#schema = schema;
    this.#terms = contactTermsOf(schema.economics);
    this.#clvOf = retention && customerValuer(retention, schema.economics);
  }

  riskOf(probability: number, monthlyCharge: number): CustomerRisk {
    const { riskThresholds, economics } = this.#schema;
    const churnProbability = roundedProbability(probability);
    return {
      churnProbability,
      riskLevel: riskLevelOf(churnProbability, riskThresholds),
      expectedLoss: roundedMoney(expectedLossOf(churnProbability, monthlyCharge, economics)),
    };
  }

  /** Of an active customer; undefined where no retention is known. */
  moneyOf(probability: number, monthlyCharge: number, tenureMonths: number): CustomerMoney | undefined {
    if (this.#clvOf === undefined) return undefined;
    const clv = roundedMoney(this.#clvOf(monthlyCharge, tenureMonths));
    const priority = roundedMoney(contactGainOf(roundedProbability(probability), clv, this.#terms));
    return { clv, priority, worthContacting: isWorthContacting(priority) };
  }
}
