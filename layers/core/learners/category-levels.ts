import type { CategoryColumn } from '../table/feature-table.ts';

/** The levels a learner tells apart in a category column: the most frequent values, then one for all the others. */
export interface CategoryLevels {
  /** The values with a level of their own, by name; missing (the empty string) is a value as any other. */
  readonly values: readonly string[];
  /** Whether a level for the rare values follows, at index `values.length`. */
  readonly hasOther: boolean;
  readonly levelCount: number;
  /** Level of each code of the table's dictionary; UNSEEN_LEVEL for values that training did not meet. */
  readonly levelOfCode: Uint8Array;
}

/** Most levels a column can have, so that a level fits a byte beside UNSEEN_LEVEL. */
export const MAX_LEVELS = 255;
export const UNSEEN_LEVEL = 255;

/**
 * The levels of a column over the training rows, at most `maxLevels` (2 to MAX_LEVELS). Where there are more values the
 * rarest share the last level. Equally frequent values are taken by name, so the order of the rows does not matter.
 */
export function categoryLevels(
  column: CategoryColumn,
  rows: Uint32Array,
  maxLevels = MAX_LEVELS,
): CategoryLevels {
  const counts = new Uint32Array(column.dictionary.length);
  for (const row of rows) counts[column.codes[row]!]!++;
  const met = [...counts.keys()].filter((code) => counts[code]! > 0);
  const byName = (a: number, b: number) => compareText(column.dictionary[a]!, column.dictionary[b]!);
  const hasOther = met.length > maxLevels;
  const kept = hasOther
    ? met.sort((a, b) => counts[b]! - counts[a]! || byName(a, b)).slice(0, maxLevels - 1)
    : met;
  kept.sort(byName);

  const levelOfCode = new Uint8Array(counts.length).fill(UNSEEN_LEVEL);
  if (hasOther) for (const code of met) levelOfCode[code] = kept.length;
  for (const [level, code] of kept.entries()) levelOfCode[code] = level;
  return {
    values: kept.map((code) => column.dictionary[code]!),
    hasOther,
    levelCount: kept.length + (hasOther ? 1 : 0),
    levelOfCode,
  };
}

/** Order by UTF-16 code units: the same on every machine, unlike localeCompare. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
