import { MIN_ROWS_OF_A_CLASS } from './labelled-rows.ts';

/** Labelled customers by what became of them. */
export interface ClassCounts {
  readonly left: number;
  readonly stayed: number;
}

/**
 * How many of each class a sample of `maxRows` takes: in the shares that all have, the odd row to the larger remainder
 * (of equal ones to those who left). No class gets fewer than training needs while there are as many of it. All of
 * them where they are no more than `maxRows`.
 * Source: the largest-remainder method (Hare quota).
 */
export function sampleQuota(all: ClassCounts, maxRows: number): ClassCounts {
  const rows = all.left + all.stayed;
  if (rows <= maxRows) return all;
  const left = roundedShare(all.left, rows, maxRows);
  const needed = {
    left: Math.min(all.left, MIN_ROWS_OF_A_CLASS),
    stayed: Math.min(all.stayed, MIN_ROWS_OF_A_CLASS),
  };
  const atLeast = Math.max(left, needed.left);
  const quota = Math.min(atLeast, maxRows - needed.stayed);
  return { left: quota, stayed: maxRows - quota };
}

/** maxRows × part ÷ whole, rounded by the larger remainder of the two classes; exact as whole numbers. */
function roundedShare(part: number, whole: number, maxRows: number): number {
  const product = BigInt(maxRows) * BigInt(part);
  const floor = product / BigInt(whole);
  const remainder = product % BigInt(whole);
  return Number(floor) + (2n * remainder >= BigInt(whole) ? 1 : 0);
}
