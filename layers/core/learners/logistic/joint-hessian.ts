import { type JointCode, NO_TERM } from './joint-codes.ts';

/*
 * From weights summed by code and by pair of codes to entries of the Hessian: its lower triangle, row-major,
 * termCount × termCount.
 */

/** Sums by code to the column of a term that comes before all terms of the codes. */
export function addByTerm(
  { memberCount, terms }: JointCode,
  sums: Float64Array,
  column: number,
  hessian: Float64Array,
  termCount: number,
): void {
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at]!;
    if (term !== NO_TERM) hessian[term * termCount + column]! += sums[Math.floor(at / memberCount)]!;
  }
}

/** The entries of a code's members among themselves and with the intercept. */
export function addOneJoint(
  joint: JointCode,
  sums: Float64Array,
  hessian: Float64Array,
  termCount: number,
): void {
  const { size, memberCount, terms } = joint;
  addByTerm(joint, sums, 0, hessian, termCount);
  for (let code = 0; code < size; code++) {
    for (let i = 0; i < memberCount; i++) {
      for (let j = 0; j <= i; j++) {
        addEntry(
          hessian,
          termCount,
          terms[code * memberCount + i]!,
          terms[code * memberCount + j]!,
          sums[code]!,
        );
      }
    }
  }
}

/** The entries of one code's members with another's, by way of the sums by code of the one and level of the other. */
export function addTwoJoints(
  joint: JointCode,
  other: JointCode,
  sumsOfPairs: Float64Array,
  hessian: Float64Array,
  termCount: number,
): void {
  const { size, memberCount, terms } = joint;
  const sumsOfTerm = new Float64Array(termCount);
  const otherTerms = [...new Set(other.terms)].filter((term) => term !== NO_TERM);
  for (let code = 0; code < size; code++) {
    for (const term of otherTerms) sumsOfTerm[term] = 0;
    addPairsByTerm(other, sumsOfPairs, code * other.size, sumsOfTerm);
    for (let i = 0; i < memberCount; i++) {
      const term = terms[code * memberCount + i]!;
      for (const otherTerm of otherTerms)
        addEntry(hessian, termCount, term, otherTerm, sumsOfTerm[otherTerm]!);
    }
  }
}

function addPairsByTerm(
  { size, memberCount, terms }: JointCode,
  sumsOfPairs: Float64Array,
  first: number,
  sumsOfTerm: Float64Array,
): void {
  for (let code = 0; code < size; code++) {
    const sum = sumsOfPairs[first + code]!;
    if (sum === 0) continue;
    for (let at = code * memberCount; at < (code + 1) * memberCount; at++) {
      if (terms[at]! !== NO_TERM) sumsOfTerm[terms[at]!]! += sum;
    }
  }
}

/** Adds to the entry of two terms below the diagonal. */
function addEntry(hessian: Float64Array, termCount: number, a: number, b: number, sum: number): void {
  if (a === NO_TERM || b === NO_TERM) return;
  hessian[a > b ? a * termCount + b : b * termCount + a]! += sum;
}
