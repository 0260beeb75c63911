import { describe, expect, it } from 'vitest';
import { contactGainOf, contactTermsOf } from '#core/economics/contact-rule.ts';
import { CustomerFiguresRule } from '#core/economics/customer-figures.ts';
import { roundedMoney } from '#core/economics/precision.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';

const retention = { monthlyHazards: [0.02], laterHazard: 0.01 };
const rule = new CustomerFiguresRule(telcoSchema, retention);

describe('CustomerFiguresRule', () => {
  it('states what follows from the probability that it states', () => {
    const { margin, horizonMonths } = telcoSchema.economics;
    const figures = rule.riskOf(Math.fround(0.4515255), 74.35);
    expect(figures.churnProbability).toBe(0.4515255);
    expect(figures.expectedLoss).toBe(roundedMoney(0.4515255 * 74.35 * margin * horizonMonths));
  });

  it('takes the risk level of what it states: a float32 just below a threshold is at it', () => {
    const { high } = telcoSchema.riskThresholds;
    expect(Math.fround(high)).not.toBe(high);
    expect(rule.riskOf(Math.fround(high), 10)).toMatchObject({
      churnProbability: high,
      riskLevel: 'HIGH',
    });
    expect(rule.riskOf(high - 1e-6, 10).riskLevel).toBe('MEDIUM');
  });

  it('says whom to contact by the gain that it states', () => {
    const money = rule.moneyOf(0.4515255, 74.35, 11)!;
    const gain = contactGainOf(0.4515255, money.clv, contactTermsOf(telcoSchema.economics));
    expect(money.priority).toBe(roundedMoney(gain));
    expect(money.worthContacting).toBe(money.priority > 0);
    expect(roundedMoney(money.clv)).toBe(money.clv);
  });

  it('knows no money without a retention, and keeps NaN', () => {
    expect(new CustomerFiguresRule(telcoSchema, undefined).moneyOf(0.5, 10, 1)).toBeUndefined();
    expect(rule.riskOf(Number.NaN, 10).churnProbability).toBeNaN();
  });
});
