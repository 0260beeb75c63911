import type { CategoryCodes, CategoryColumn } from '../table/feature-table.ts';

/** The levels a learner tells apart in a category column: the most frequent values, then one for all the others. */
export interface CategoryLevels {
  /** The values with a level of their own, by name; missing (the empty string) is a value as any other. */
  readonly values: readonly string[];
  /** Whether a level for the rare values follows, at index `values.length`. */
  readonly hasOther: boolean;
  readonly levelCount: number;
  /** Training rows of each level. */
  readonly rowsOfLevel: Uint32Array;
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
  const counts = countCodes(column.codes, rows, column.dictionary.length);
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
  const rowsOfLevel = new Uint32Array(kept.length + (hasOther ? 1 : 0));
  for (const [code, level] of levelOfCode.entries()) {
    if (level < rowsOfLevel.length) rowsOfLevel[level]! += counts[code]!;
  }
  return {
    values: kept.map((code) => column.dictionary[code]!),
    hasOther,
    levelCount: rowsOfLevel.length,
    rowsOfLevel,
    levelOfCode,
  };
}

/** Rows of each code. Neighbours are counted apart: adding to one number twice in a row makes the processor wait. */
function countCodes(codes: CategoryCodes, rows: Uint32Array, codeCount: number): Uint32Array {
  const even = new Uint32Array(codeCount);
  const odd = new Uint32Array(codeCount);
  const pairs = rows.length & ~1;
  for (let i = 0; i < pairs; i += 2) {
    even[codes[rows[i]!]!]!++;
    odd[codes[rows[i + 1]!]!]!++;
  }
  if (pairs < rows.length) even[codes[rows[pairs]!]!]!++;
  for (let code = 0; code < codeCount; code++) even[code]! += odd[code]!;
  return even;
}

/** Order by UTF-16 code units: the same on every machine, unlike localeCompare. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
