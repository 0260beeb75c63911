import type { CategoryCodes, CategoryColumn } from '../table/feature-table.ts';
import { type RateLevels, rateLevels } from './rate-levels.ts';

/** Every value that training met has a level of its own, by name; missing (the empty string) is a value as any other. */
export interface NamedLevels {
  readonly kind: 'named';
  readonly levelCount: number;
  /** Training rows of each level. */
  readonly rowsOfLevel: Uint32Array;
  readonly levelOfValue: ReadonlyMap<string, number>;
  /** Level of each code of the table's dictionary; UNSEEN_LEVEL for values that training did not meet. */
  readonly levelOfCode: Uint8Array;
}

/** The levels a learner tells apart in a category column: its values, or, of too many values, their rates of leaving. */
export type CategoryLevels = NamedLevels | RateLevels;

/** The training rows, by the table's `label`. */
export interface LabelledRows {
  readonly rows: Uint32Array;
  readonly label: Uint8Array;
}

export interface LevelLimits {
  /** A column of more values than this has levels by rate; 2 to MAX_LEVELS. */
  readonly maxNamed: number;
  /** Most levels by rate; 2 to MAX_LEVELS. */
  readonly maxByRate: number;
}

/** Most levels a column can have, so that a level fits a byte beside UNSEEN_LEVEL. */
export const MAX_LEVELS = 255;
export const UNSEEN_LEVEL = 255;

/** The levels of a column over the training rows. Named ones are in the order of their names, not of the rows. */
export function categoryLevels(
  column: CategoryColumn,
  labelled: LabelledRows,
  { maxNamed, maxByRate }: LevelLimits,
): CategoryLevels {
  const counts = countCodes(column.codes, labelled.rows, column.dictionary.length);
  const met = [...counts.keys()].filter((code) => counts[code]! > 0);
  if (met.length > maxNamed) return rateLevels(column, labelled, counts, maxByRate);
  met.sort((a, b) => compareText(column.dictionary[a]!, column.dictionary[b]!));
  const levelOfCode = new Uint8Array(counts.length).fill(UNSEEN_LEVEL);
  for (const [level, code] of met.entries()) levelOfCode[code] = level;
  return {
    kind: 'named',
    levelCount: met.length,
    rowsOfLevel: Uint32Array.from(met, (code) => counts[code]!),
    levelOfValue: new Map(met.map((code, level) => [column.dictionary[code]!, level])),
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
