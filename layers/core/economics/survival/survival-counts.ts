import * as z from 'zod';

/** The longest tenure told apart, in months (a hundred years); longer ones count as this one. */
export const MAX_TENURE_MONTHS = 1200;

const counts = z.array(z.number().int().min(0)).max(MAX_TENURE_MONTHS + 1);

/** Customers, and those of them who left, by tenure in months from 0: plain data that can be kept and added up. */
export const survivalCountsStateSchema = z
  .object({ customers: counts, left: counts })
  .refine(({ customers, left }) => customers.length === left.length, 'As many months of both.');
export type SurvivalCountsState = z.infer<typeof survivalCountsStateSchema>;

/**
 * How many customers there are of each tenure in whole months, rounded down, and how many of them left: all that a
 * survival curve needs, in memory that does not grow with the customers.
 */
export class SurvivalCounts {
  readonly #customers: number[] = [];
  readonly #left: number[] = [];

  /** Adds a customer. A tenure below 0 counts as 0; one that is no number is not counted. */
  add(tenureMonths: number, hasLeft: boolean): void {
    if (Number.isNaN(tenureMonths)) return;
    const month = tenureMonthOf(tenureMonths);
    this.#reach(month);
    this.#customers[month]!++;
    if (hasLeft) this.#left[month]!++;
  }

  /** The counts so far, in a copy. */
  state(): SurvivalCountsState {
    return { customers: [...this.#customers], left: [...this.#left] };
  }

  /** Adds another group's customers to this one. */
  merge({ customers, left }: SurvivalCountsState): void {
    this.#reach(customers.length - 1);
    for (const month of customers.keys()) {
      this.#customers[month]! += customers[month]!;
      this.#left[month]! += left[month]!;
    }
  }

  /** One more than the longest tenure; 0 for no customers. */
  get months(): number {
    return this.#customers.length;
  }

  /** Customers whose tenure is this one; 0 outside the months. */
  customersAt(month: number): number {
    return this.#customers[month] ?? 0;
  }

  /** Customers who left at this tenure. */
  leftAt(month: number): number {
    return this.#left[month] ?? 0;
  }

  #reach(month: number): void {
    while (this.#customers.length <= month) {
      this.#customers.push(0);
      this.#left.push(0);
    }
  }
}

/** A tenure as a whole number of months in 0 to MAX_TENURE_MONTHS. */
export function tenureMonthOf(tenureMonths: number): number {
  return Math.floor(Math.min(MAX_TENURE_MONTHS, Math.max(0, tenureMonths)));
}
