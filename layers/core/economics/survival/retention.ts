import { forEachMonthAtRisk } from './kaplan-meier.ts';
import type { SurvivalCounts } from './survival-counts.ts';

/**
 * How customers leave as they grow older: plain data, kept with the model so that batch and API value customers alike.
 */
export interface Retention {
  /** By tenure in months from 0: the chance to leave in that month for those who reach it, in [0, 1]. Not empty. */
  readonly monthlyHazards: readonly number[];
  /** The chance a month beyond the last of them. */
  readonly laterHazard: number;
}

/** A month's hazard is taken from the data where at least so many customers reach it. */
const MIN_AT_RISK = 30;
/** The last so many of those months together give the hazard of what lies beyond. */
const TAIL_MONTHS = 12;

/**
 * The hazards behind the Kaplan–Meier curve: left ÷ at risk of each month, up to the last that at least `minAtRisk`
 * customers reach (the first month always counts). Beyond it few are left to learn from, and the hazard stays at the
 * rate of the last twelve of those months: Σ left ÷ Σ at risk. Undefined for no customers.
 */
export function retentionOf(counts: SurvivalCounts, minAtRisk = MIN_AT_RISK): Retention | undefined {
  const months: { readonly atRisk: number; readonly left: number }[] = [];
  forEachMonthAtRisk(counts, (month, atRisk, left) => {
    if (month === 0 || atRisk >= minAtRisk) months.push({ atRisk, left });
  });
  if (months.length === 0) return undefined;
  const tail = months.slice(-TAIL_MONTHS);
  const sumOf = (key: 'atRisk' | 'left') => tail.reduce((sum, month) => sum + month[key], 0);
  return {
    monthlyHazards: months.map(({ atRisk, left }) => left / atRisk),
    laterHazard: sumOf('left') / sumOf('atRisk'),
  };
}

/**
 * The chance that a customer of a tenure in whole months stays `ahead` more months: Π (1 − hazard) over the months after
 * the present one, S(tenure + ahead) ÷ S(tenure). 1 for none ahead.
 */
export function retainedShare(
  { monthlyHazards, laterHazard }: Retention,
  tenureMonth: number,
  ahead: number,
): number {
  let share = 1;
  for (let month = tenureMonth + 1; month <= tenureMonth + ahead; month++) {
    share *= 1 - (monthlyHazards[month] ?? laterHazard);
  }
  return share;
}
