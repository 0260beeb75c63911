import type { Economics, RiskThresholds } from '../schema/schema-document.ts';

export const RISK_LEVELS = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** LOW below `medium`, HIGH from `high` on, MEDIUM between; the thresholds themselves belong to the level above. */
export function riskLevelOf(churnProbability: number, thresholds: RiskThresholds): RiskLevel {
  if (churnProbability >= thresholds.high) return 'HIGH';
  return churnProbability >= thresholds.medium ? 'MEDIUM' : 'LOW';
}

/**
 * Margin expected to be lost with one customer over the horizon, in the schema's currency:
 * churnProbability × monthlyCharge × margin × horizonMonths. It lies ahead: what was paid already is not in it.
 */
export function expectedLossOf(
  churnProbability: number,
  monthlyCharge: number,
  economics: Economics,
): number {
  return churnProbability * monthlyCharge * economics.margin * economics.horizonMonths;
}
