import type { RiskLevel } from '#core/economics/risk-level.ts';
import { riskName } from '../format/risk-levels.ts';
import { DiamondIcon, DotIcon, TriangleIcon } from './icons.tsx';

const ICONS = { HIGH: TriangleIcon, MEDIUM: DiamondIcon, LOW: DotIcon } as const;

/** A risk level by word, shape and colour, so that none of them is needed alone. */
export function RiskBadge({ level }: { readonly level: RiskLevel }) {
  const Icon = ICONS[level];
  return (
    <span class={`risk risk--${level.toLowerCase()}`}>
      <Icon />
      {riskName(level)}
    </span>
  );
}
