import { z } from 'zod';
import { ChurnError } from '#core/errors.ts';
import type { Reason } from '#core/explain/reasons.ts';
import { PairTexts } from './pair-texts.ts';

/** In characters; the weakest reasons of a customer with very long names and values are left out. */
const LONGEST_REASONS = 4000;
/** Contributions are kept to a ten-thousandth of log-odds, points to a hundredth. */
const [CONTRIBUTION_STEPS, POINT_STEPS] = [1e4, 1e2];

/** [feature, value, contribution, points]: names in every reason of a million customers would be most of the table. */
const storedReason = z
  .tuple([z.string(), z.union([z.string(), z.number()]).nullable(), z.number(), z.number()])
  .transform(([feature, value, contribution, points]): Reason => ({ feature, value, contribution, points }));
export const storedReasons = z.array(storedReason);

const beginnings = new PairTexts((feature, value) => `[${JSON.stringify(feature)},${JSON.stringify(value)},`);

/** Reasons as JSON text for their column, as many of the strongest as there is room for; null where they are not known. */
export function reasonsText(reasons: readonly Reason[] | undefined): string | null {
  if (reasons === undefined) return null;
  let text = '[';
  for (const reason of reasons) {
    const next = reasonText(reason);
    if (text.length + next.length + 2 > LONGEST_REASONS) break;
    text += text.length === 1 ? next : `,${next}`;
  }
  return `${text}]`;
}

function reasonText({ feature, value, contribution, points }: Reason): string {
  const beginning =
    typeof value === 'string'
      ? beginnings.of(feature, value)
      : `[${JSON.stringify(feature)},${JSON.stringify(value)},`;
  return `${beginning}${rounded(contribution, CONTRIBUTION_STEPS)},${rounded(points, POINT_STEPS)}]`;
}

/** @throws ChurnError `ROW_NOT_STORABLE` for NaN and infinities */
function rounded(value: number, steps: number): string {
  if (!Number.isFinite(value)) throw new ChurnError('ROW_NOT_STORABLE', `A reason weighs ${value}.`);
  return String(Math.round(value * steps) / steps);
}
