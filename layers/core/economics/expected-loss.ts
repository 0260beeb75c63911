import type { Economics } from '../schema/schema-document.ts';

/**
 * Margin expected to be lost with one customer over the horizon, in the schema's currency:
 * churnProbability × monthlyCharge × margin × horizonMonths. It lies ahead: what was paid already is not in it. 0 where
 * any factor is 0; NaN where any is not known.
 */
export function expectedLossOf(
  churnProbability: number,
  monthlyCharge: number,
  { margin, horizonMonths }: Pick<Economics, 'margin' | 'horizonMonths'>,
): number {
  return churnProbability * monthlyCharge * margin * horizonMonths;
}
