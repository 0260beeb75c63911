import { logLossOfLogOdds, probabilityOf } from '../log-odds.ts';
import type { DesignRows } from './design-rows.ts';
import { EXP_LIMIT, expOfMinus } from './exp-of-minus.ts';
import { addSumsByTerm, partsByCode } from './joint-codes.ts';
import {
  addByCodes,
  addFourWeighted,
  addFourWeightedSums,
  addParts,
  addTwoParts,
  addWeighted,
  weightedSum,
} from './row-kernels.ts';

/** Rows that are worked on at a time: what is computed of them stays in the processor's first cache. */
const BLOCK_ROWS = 512;

/** The log-loss of some rows, summed, and its derivative by each coefficient. */
export interface LossGradient {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** Σ log-loss over the rows at the coefficients, and its gradient. */
export function lossAndGradient(rows: DesignRows, coefficients: Float64Array): LossGradient {
  const { design, rowCount, labels, codes } = rows;
  const partsOfJoint = design.joints.map((joint) => partsByCode(joint, coefficients));
  const sumsOfJoint = design.joints.map(({ size }) => new Float64Array(size));
  const gradient = new Float64Array(design.termCount);
  const block = new Float64Array(BLOCK_ROWS);
  let loss = 0;
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rowCount - start);
    fillLogOdds(rows, coefficients, partsOfJoint, start, count, block);
    loss += logOddsToResiduals(block, labels, start, count);
    addNumericGradients(rows.numerics, block, start, count, gradient);
    addByCodes(codes, block, start, count, sumsOfJoint);
  }
  for (const [joint, sums] of sumsOfJoint.entries()) addSumsByTerm(design.joints[joint]!, sums, gradient);
  return { loss, gradient };
}

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

/** Σ log-loss over the rows at the coefficients. */
export function lossOfRows(rows: DesignRows, coefficients: Float64Array): number {
  const logOdds = logOddsOfRows(rows, coefficients);
  let loss = 0;
  for (let start = 0; start < rows.rowCount; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows.rowCount - start);
    loss += logOddsToResiduals(logOdds.subarray(start, start + count), rows.labels, start, count);
  }
  return loss;
}

function fillLogOdds(
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

function addNumericGradients(
  numerics: readonly Float32Array[],
  residuals: Float64Array,
  start: number,
  count: number,
  gradient: Float64Array,
): void {
  gradient[0]! += sumOf(residuals, count);
  let at = 0;
  for (; at + 4 <= numerics.length; at += 4) {
    addFourWeightedSums(numerics, at, residuals, start, count, gradient);
  }
  for (; at < numerics.length; at++) {
    gradient[1 + at]! += weightedSum(numerics[at]!, residuals, start, count);
  }
}

function sumOf(values: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  return sum;
}

/** A product that has grown beyond this gives its logarithm away: one more factor, at most e^64, cannot overflow it. */
const LARGE = 1e100;

/**
 * Replaces log-odds z by residuals, 1 ÷ (1 + e^−z) − label, and returns Σ log-loss. The loss of a row is
 * ln(1 + e^−z) + (1 − label) · z; one logarithm is taken of the product of many.
 */
function logOddsToResiduals(block: Float64Array, labels: Uint8Array, start: number, count: number): number {
  let sum = 0;
  let product = 1;
  for (let i = 0; i < count; i++) {
    const logOdds = block[i]!;
    const label = labels[start + i]!;
    if (logOdds > EXP_LIMIT || logOdds < -EXP_LIMIT) {
      sum += logLossOfLogOdds(logOdds, label);
      block[i] = probabilityOf(logOdds) - label;
      continue;
    }
    const factor = 1 + expOfMinus(logOdds);
    block[i] = 1 / factor - label;
    sum += (1 - label) * logOdds;
    product *= factor;
    if (product > LARGE) {
      sum += Math.log(product);
      product = 1;
    }
  }
  return sum + Math.log(product);
}
