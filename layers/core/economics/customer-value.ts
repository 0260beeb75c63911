import type { Economics } from '../schema/schema-document.ts';
import { type Retention, retainedShare } from './survival/retention.ts';
import { tenureMonthOf } from './survival/survival-counts.ts';

/** What a customer is worth, in currency, by monthly charge and months since joining. */
export type CustomerValuer = (monthlyCharge: number, tenureMonths: number) => number;

type ValueTerms = Pick<Economics, 'margin' | 'horizonMonths' | 'annualDiscountRate'>;

/**
 * CLV, the customer's lifetime value over the horizon: monthlyCharge × margin × Σ over the months k = 1 … horizon of
 * S(tenure + k) ÷ S(tenure) × (1 + annualDiscountRate)^(−k ÷ 12). What they pay in a month counts at its end, if they are
 * still there by the Kaplan–Meier retention of customers of their tenure. Of a horizon that is no whole number the last
 * month counts by its part. 0 for a charge, margin or horizon of 0; at most charge × margin × horizon.
 * Source: the customer-specific value of e-Profits, arXiv 2507.08860, with a horizon in place of a lifetime.
 */
export function customerValuer(retention: Retention, terms: ValueTerms): CustomerValuer {
  const lastMonth = retention.monthlyHazards.length - 1; // from here on only the later hazard counts
  // By tenure, worked out for the first customer of it: one customer alone needs only their own.
  const monthsPaid: (number | undefined)[] = new Array(lastMonth + 1);
  const monthsPaidAt = (tenureMonth: number) => {
    if (!(tenureMonth >= 0 && tenureMonth <= lastMonth)) return Number.NaN;
    const known = monthsPaid[tenureMonth];
    if (known !== undefined) return known;
    const months = discountedMonths(retention, tenureMonth, terms);
    monthsPaid[tenureMonth] = months;
    return months;
  };
  return (monthlyCharge, tenureMonths) =>
    monthlyCharge * terms.margin * monthsPaidAt(Math.min(lastMonth, tenureMonthOf(tenureMonths)));
}

/** How many months' margin, discounted, customers of this tenure are expected to bring within the horizon. */
function discountedMonths(retention: Retention, tenureMonth: number, terms: ValueTerms): number {
  const { horizonMonths, annualDiscountRate } = terms;
  const monthlyDiscount = (1 + annualDiscountRate) ** (-1 / 12);
  let months = 0;
  for (let ahead = 1; ahead < horizonMonths + 1; ahead++) {
    const part = Math.min(1, horizonMonths - (ahead - 1));
    months += part * retainedShare(retention, tenureMonth, ahead) * monthlyDiscount ** ahead;
  }
  return months;
}
