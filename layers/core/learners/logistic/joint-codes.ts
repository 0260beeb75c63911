/** Levels of one column, missing or not missing included, each of which may have a coefficient. */
export interface LevelTerms {
  readonly levelCount: number;
  /** Coefficient of each level; NO_TERM for a level without one. */
  readonly terms: Int32Array;
}

/** A level that the log-odds do not depend on. */
export const NO_TERM = -1;

/**
 * Columns of few levels that share one byte a row. The code of a row is the mixed-radix number of its levels, so what is
 * looked up or counted by code is looked up or counted for all of its columns at once.
 */
export interface JointCode {
  /** How many codes there are, at most 256. */
  readonly size: number;
  readonly memberCount: number;
  /** Entry code × memberCount + member is the coefficient of that member's level, or NO_TERM. */
  readonly terms: Int32Array;
}

/** Where a column's levels are: its level × `stride` is added to the code. */
export interface CodePlace {
  readonly joint: number;
  readonly stride: number;
}

/**
 * Most codes that columns may share. More make fewer look-ups a row; fewer make smaller tables of pairs of codes. 64
 * was the fastest of 16 to 256 for samples of 5,000 to 20,000 rows.
 */
const SHARED_CODES = 64;

/** Puts each column, those of many levels first, into the first code that has room for it; one too large has its own. */
export function planJointCodes(columns: readonly LevelTerms[]): {
  readonly places: readonly CodePlace[];
  readonly joints: readonly JointCode[];
} {
  const order = [...columns.keys()].sort((a, b) => columns[b]!.levelCount - columns[a]!.levelCount || a - b);
  const places: CodePlace[] = new Array(columns.length);
  const members: number[][] = [];
  const sizes: number[] = [];
  for (const index of order) {
    const { levelCount } = columns[index]!;
    const found = sizes.findIndex((size) => size * levelCount <= SHARED_CODES);
    const joint = found < 0 ? sizes.push(1) - 1 : found;
    places[index] = { joint, stride: sizes[joint]! };
    sizes[joint]! *= levelCount;
    members[joint] = [...(members[joint] ?? []), index];
  }
  const joints = sizes.map((size, joint) => jointCode(size, members[joint]!, columns, places));
  return { places, joints };
}

function jointCode(
  size: number,
  members: readonly number[],
  columns: readonly LevelTerms[],
  places: readonly CodePlace[],
): JointCode {
  const memberCount = members.length;
  const terms = new Int32Array(size * memberCount);
  for (const [member, index] of members.entries()) {
    const column = columns[index]!;
    for (let code = 0; code < size; code++) {
      const level = Math.floor(code / places[index]!.stride) % column.levelCount;
      terms[code * memberCount + member] = column.terms[level]!;
    }
  }
  return { size, memberCount, terms };
}

/** What each code adds to the log-odds. */
export function partsByCode(
  { size, memberCount, terms }: JointCode,
  coefficients: Float64Array,
): Float64Array {
  const parts = new Float64Array(size);
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at]!;
    if (term !== NO_TERM) parts[Math.floor(at / memberCount)]! += coefficients[term]!;
  }
  return parts;
}

/** Adds sums by code to `byTerm`, the sums by coefficient. */
export function addSumsByTerm(
  { memberCount, terms }: JointCode,
  sums: Float64Array,
  byTerm: Float64Array,
): void {
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at]!;
    if (term !== NO_TERM) byTerm[term]! += sums[Math.floor(at / memberCount)]!;
  }
}
