import type { ModelPromotion } from '#core/api/contract.ts';
import { formatLead, formatScore } from '../../format/numbers.ts';

/** What the lead of a new model over the standing one says, with the chance in it. */
export function leadTakeaway({ mean, lower, upper }: NonNullable<ModelPromotion['lead']>): string {
  const range = `95% interval ${formatLead(lower)} to ${formatLead(upper)}`;
  if (lower > 0) return `It ranks better by ${formatScore(mean)} (${range}).`;
  if (upper < 0) return `It ranks worse by ${formatScore(-mean)} (${range}).`;
  return `A difference of ${formatLead(mean)} is within what chance leaves open (${range}).`;
}
