import type { RiskLevel } from '#core/economics/risk-level.ts';

const NAMES: Readonly<Record<RiskLevel, string>> = { LOW: 'Low', MEDIUM: 'Medium', HIGH: 'High' };

/** HIGH → `High`. */
export const riskName = (level: RiskLevel): string => NAMES[level];
