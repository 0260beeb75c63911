import type { DesignRows } from './design-rows.ts';
import { partsByCode } from './joint-codes.ts';
import { addFourWeighted, addParts, addTwoParts, addWeighted } from './row-kernels.ts';

/** Rows that are worked on at a time: what is computed of them stays in the processor's first cache. */
export const BLOCK_ROWS = 512;

/** Log-odds of every row at the coefficients. */
export function logOddsOfRows(rows: DesignRows, coefficients: Float64Array): Float64Array {
  const partsOfJoint = rows.design.joints.map((joint) => partsByCode(joint, coefficients));
  const logOdds = new Float64Array(rows.rowCount);
  for (let start = 0; start < rows.rowCount; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows.rowCount - start);
    fillLogOdds(rows, coefficients, partsOfJoint, start, count, logOdds.subarray(start, start + count));
  }
  return logOdds;
}

/**
 * Log-odds of the rows [start, start + count), into the first places of `logOdds`.
 * @param partsOfJoint By joint code, the part of the log-odds that each of its codes gives.
 */
export function fillLogOdds(
  { numerics, codes }: DesignRows,
  coefficients: Float64Array,
  partsOfJoint: readonly Float64Array[],
  start: number,
  count: number,
  logOdds: Float64Array,
): void {
  logOdds.fill(coefficients[0]!, 0, count);
  let at = 0;
  for (; at + 4 <= numerics.length; at += 4) {
    addFourWeighted(numerics, at, coefficients, start, count, logOdds);
  }
  for (; at < numerics.length; at++) addWeighted(numerics[at]!, coefficients[1 + at]!, start, count, logOdds);
  let joint = 0;
  for (; joint + 2 <= codes.length; joint += 2) {
    addTwoParts(codes, joint, partsOfJoint, start, count, logOdds);
  }
  if (joint < codes.length) addParts(codes[joint]!, partsOfJoint[joint]!, start, count, logOdds);
}
