import { tenureMonthOf } from '../economics/survival/survival-counts.ts';

const LAST_YEAR = 10;
/** The cohort of all who have been here longer than ten years. */
export const LAST_COHORT = `Year ${LAST_YEAR + 1} and later`;

/** The year of their time here that a customer of a tenure in months is in: `Year 1` for 0 to 11 months, and so on. */
export function cohortOf(tenureMonths: number): string {
  const year = Math.floor(tenureMonthOf(tenureMonths) / 12) + 1;
  return year > LAST_YEAR ? LAST_COHORT : `Year ${year}`;
}
