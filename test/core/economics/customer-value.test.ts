import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerValuer } from '#core/economics/customer-value.ts';
import { expectedLossOf } from '#core/economics/expected-loss.ts';
import type { Retention } from '#core/economics/survival/retention.ts';

/** Nobody leaves in the months 0 and 1, a quarter in month 2, half in month 3, a tenth a month later. */
const retention: Retention = { monthlyHazards: [0, 0, 0.25, 0.5], laterHazard: 0.1 };
const terms = { margin: 0.5, horizonMonths: 2, annualDiscountRate: 0 };

describe('customerValuer', () => {
  it('is what was worked out by hand', () => {
    const clvOf = customerValuer(retention, terms);
    // Tenure 1: still here after month 2 with 0.75 and after month 3 with 0.375; 50 of margin a month.
    expect(clvOf(100, 1)).toBeCloseTo(50 * (0.75 + 0.375), 12);
    expect(clvOf(100, 0)).toBeCloseTo(50 * (1 + 0.75), 12);
    expect(clvOf(100, 2.99)).toBeCloseTo(50 * (0.5 + 0.45), 12);
    expect(clvOf(100, 500)).toBeCloseTo(50 * (0.9 + 0.81), 12);
  });

  it('discounts what comes later: 21 % a year are 1.6 % a month', () => {
    const month = 1.21 ** (-1 / 12);
    const clvOf = customerValuer(retention, { ...terms, annualDiscountRate: 0.21 });
    expect(clvOf(100, 1)).toBeCloseTo(50 * (0.75 * month + 0.375 * month ** 2), 12);
    const yearly = customerValuer(
      { monthlyHazards: [0], laterHazard: 0 },
      { margin: 1, horizonMonths: 12, annualDiscountRate: 0.21 },
    );
    const inTwelveMonths =
      yearly(1, 5) -
      customerValuer(
        { monthlyHazards: [0], laterHazard: 0 },
        { margin: 1, horizonMonths: 11, annualDiscountRate: 0.21 },
      )(1, 5);
    expect(inTwelveMonths).toBeCloseTo(1 / 1.21, 12);
  });

  it('counts part of a month by its part', () => {
    expect(customerValuer(retention, { ...terms, horizonMonths: 1.5 })(100, 1)).toBeCloseTo(
      50 * (0.75 + 0.5 * 0.375),
      12,
    );
    expect(customerValuer(retention, { ...terms, horizonMonths: 0.5 })(100, 1)).toBeCloseTo(50 * 0.375, 12);
  });

  it.each([
    ['a charge of 0', { charge: 0, terms }],
    ['a margin of 0', { charge: 100, terms: { ...terms, margin: 0 } }],
    ['a horizon of 0', { charge: 100, terms: { ...terms, horizonMonths: 0 } }],
  ])('is 0 for %s', (_name, { charge, terms: some }) => {
    expect(customerValuer(retention, some)(charge, 1)).toBe(0);
  });

  it('says that it does not know where the charge is not known', () => {
    expect(customerValuer(retention, terms)(Number.NaN, 1)).toBeNaN();
    expect(customerValuer(retention, terms)(100, Number.NaN)).toBeNaN();
  });

  it('is between 0 and all that could be paid within the horizon', () => {
    const hazard = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(hazard, { minLength: 1, maxLength: 20 }),
        hazard,
        fc.double({ min: 0, max: 120, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.integer({ min: 0, max: 40 }),
        (monthlyHazards, laterHazard, horizonMonths, annualDiscountRate, tenure) => {
          const value = customerValuer(
            { monthlyHazards, laterHazard },
            { margin: 0.5, horizonMonths, annualDiscountRate },
          )(80, tenure);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(80 * 0.5 * horizonMonths + 1e-9);
        },
      ),
    );
  });
});

describe('expectedLossOf', () => {
  it('lies ahead: charge × margin × horizon × probability, whatever was paid before', () => {
    expect(expectedLossOf(0.25, 80, { margin: 0.5, horizonMonths: 12 })).toBe(120);
    expect(expectedLossOf(0, 80, { margin: 0.5, horizonMonths: 12 })).toBe(0);
    expect(expectedLossOf(0.5, 80, { margin: 0, horizonMonths: 12 })).toBe(0);
    expect(expectedLossOf(0.5, Number.NaN, { margin: 0.5, horizonMonths: 12 })).toBeNaN();
  });
});
