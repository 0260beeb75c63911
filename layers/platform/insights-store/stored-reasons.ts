import { z } from 'zod';
import type { Reason } from '#core/explain/reasons.ts';

/** In characters; the weakest reasons of a customer with very long names and values are left out. */
const LONGEST_REASONS = 4000;
/** Contributions are kept to a ten-thousandth of log-odds, points to a hundredth. */
const [CONTRIBUTION_STEPS, POINT_STEPS] = [1e4, 1e2];

/** [feature, value, contribution, points]: names in every reason of a million customers would be most of the table. */
const storedReason = z
  .tuple([z.string(), z.union([z.string(), z.number()]).nullable(), z.number(), z.number()])
  .transform(([feature, value, contribution, points]): Reason => ({ feature, value, contribution, points }));
export const storedReasons = z.array(storedReason);

/** Reasons as JSON text for their column; null where there are none to keep. */
export function reasonsText(reasons: readonly Reason[] | undefined): string | null {
  if (reasons === undefined) return null;
  const text = JSON.stringify(reasons.map(stored));
  return text.length <= LONGEST_REASONS ? text : reasonsText(reasons.slice(0, -1));
}

function stored({ feature, value, contribution, points }: Reason): z.input<typeof storedReason> {
  return [feature, value, rounded(contribution, CONTRIBUTION_STEPS), rounded(points, POINT_STEPS)];
}

function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}
