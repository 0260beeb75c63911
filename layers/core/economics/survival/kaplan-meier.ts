import { NORMAL_95 } from '../likely-range.ts';
import type { SurvivalCounts } from './survival-counts.ts';

/** A step of a survival curve. */
export interface SurvivalPoint {
  /** Months since joining. */
  readonly month: number;
  /** Customers seen at least as long, those who left in this month included. */
  readonly atRisk: number;
  /** Those of them who left in this month. */
  readonly left: number;
  /** Share of customers who stay beyond this month, with its 95 % interval; in [0, 1]. */
  readonly survival: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The Kaplan–Meier curve, a point for each month from 0 to the longest tenure: S(t) = Π (1 − left ÷ at risk) over the
 * months up to t; customers who are still here count as at risk up to their tenure and then drop out. The interval is
 * S ± 1.96 S √(Σ left ÷ (at risk × (at risk − left))) by Greenwood's formula, cut to [0, 1]; where all at risk leave, S
 * is 0 and so is the interval (the formula's limit). Empty for no customers.
 * Source: Kaplan and Meier, JASA 53 (1958); Greenwood (1926).
 */
export function kaplanMeier(counts: SurvivalCounts): SurvivalPoint[] {
  const points: SurvivalPoint[] = [];
  let survival = 1;
  let greenwood = 0;
  forEachMonthAtRisk(counts, (month, atRisk, left) => {
    survival *= 1 - left / atRisk;
    if (left < atRisk) greenwood += left / (atRisk * (atRisk - left));
    const half = NORMAL_95 * survival * Math.sqrt(greenwood);
    points.push({
      month,
      atRisk,
      left,
      survival,
      lower: Math.max(0, survival - half),
      upper: Math.min(1, survival + half),
    });
  });
  return points;
}

/** Calls for each month from 0 on, at least one customer being at risk, with those at risk and those who left. */
export function forEachMonthAtRisk(
  counts: SurvivalCounts,
  visit: (month: number, atRisk: number, left: number) => void,
): void {
  let atRisk = 0;
  for (let month = 0; month < counts.months; month++) atRisk += counts.customersAt(month);
  for (let month = 0; month < counts.months; month++) {
    visit(month, atRisk, counts.leftAt(month));
    atRisk -= counts.customersAt(month);
  }
}
