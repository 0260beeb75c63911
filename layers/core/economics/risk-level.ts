import type { RiskThresholds } from '../schema/schema-document.ts';

export const RISK_LEVELS = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** LOW below `medium`, HIGH from `high` on, MEDIUM between; the thresholds themselves belong to the level above. */
export function riskLevelOf(churnProbability: number, thresholds: RiskThresholds): RiskLevel {
  if (churnProbability >= thresholds.high) return 'HIGH';
  return churnProbability >= thresholds.medium ? 'MEDIUM' : 'LOW';
}
