import { ALONE, sharedOut, type Team } from '../team.ts';
import { type DesignRows, rowsBetween } from './design-rows.ts';
import { EXP_LIMIT, expOfMinus } from './exp-of-minus.ts';
import { addByTerm, addOneJoint, addTwoJoints } from './joint-hessian.ts';
import { addByCode, addByCodes, addByPair, addFourWeightedSums, weightedSum } from './row-kernels.ts';
import { logOddsOfRows } from './rows-log-odds.ts';
import type { WeightedRows } from './weighted-sample.ts';

const BLOCK_ROWS = 512;

/** Rows that are summed by themselves are at least so many, and in at most MAX_CHUNKS parts. */
const CHUNK_ROWS = 10_000;
const MAX_CHUNKS = 8;

/**
 * The second derivatives of the mean log-loss of the rows at the coefficients: the lower triangle, row-major, of
 * Σ p·(1 − p)·x·xᵀ ÷ rows. What is above the diagonal has no meaning. Columns of codes enter by their weights summed by
 * code and by pair of codes, so that no row is multiplied out.
 * @param team The members share the rows among them; all get the same sums, whatever their number. @default ALONE
 */
export function meanHessian(
  { rows, weights }: WeightedRows,
  coefficients: Float64Array,
  team: Team = ALONE,
): Float64Array {
  const chunks = Math.max(1, Math.min(MAX_CHUNKS, Math.floor(rows.rowCount / CHUNK_ROWS)));
  const boundary = (chunk: number) => Math.floor((rows.rowCount * chunk) / chunks);
  const [hessian, ...more] = sharedOut(team, chunks, (chunk) => {
    const [start, end] = [boundary(chunk), boundary(chunk + 1)];
    return hessianOf(rowsBetween(rows, start, end), weights.subarray(start, end), coefficients);
  }) as [Float64Array, ...Float64Array[]];
  for (const ofChunk of more) for (let at = 0; at < hessian.length; at++) hessian[at]! += ofChunk[at]!;
  let total = 0;
  for (const weight of weights) total += weight;
  for (let at = 0; at < hessian.length; at++) hessian[at]! /= total;
  return hessian;
}

/** Σ weight · p·(1 − p)·x·xᵀ */
function hessianOf(rows: DesignRows, rowWeights: Float64Array, coefficients: Float64Array): Float64Array {
  const { design, codes } = rows;
  const weights = logOddsToWeights(logOddsOfRows(rows, coefficients), rowWeights);
  const hessian = new Float64Array(design.termCount ** 2);
  addNumerics(rows, weights, hessian);
  for (const [a, joint] of design.joints.entries()) {
    const sums = new Float64Array(joint.size);
    addByCode(codes[a]!, weights, 0, rows.rowCount, sums);
    addOneJoint(joint, sums, hessian, design.termCount);
    for (const [b, other] of design.joints.slice(0, a).entries()) {
      const sumsOfPairs = new Float64Array(joint.size * other.size);
      addByPair(codes[a]!, codes[b]!, other.size, weights, sumsOfPairs);
      addTwoJoints(joint, other, sumsOfPairs, hessian, design.termCount);
    }
  }
  return hessian;
}

/** Replaces log-odds by p·(1 − p). */
function logOddsToWeights(logOdds: Float64Array, rowWeights: Float64Array): Float64Array {
  for (let i = 0; i < logOdds.length; i++) {
    const odds = expOfMinus(Math.min(Math.abs(logOdds[i]!), EXP_LIMIT));
    logOdds[i] = (rowWeights[i]! * odds) / ((1 + odds) * (1 + odds));
  }
  return logOdds;
}

/** The entries of the intercept and the numerics, among themselves and with the codes. */
function addNumerics(
  { design, rowCount, numerics, codes }: DesignRows,
  weights: Float64Array,
  hessian: Float64Array,
): void {
  const { termCount, joints } = design;
  const sumsByCode = numerics.map(() => joints.map(({ size }) => new Float64Array(size)));
  const hessianRows = numerics.map((_, at) => hessian.subarray((1 + at) * termCount, (2 + at) * termCount));
  const weighted = new Float64Array(BLOCK_ROWS);
  for (let i = 0; i < rowCount; i++) hessian[0]! += weights[i]!;
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rowCount - start);
    for (let at = 0; at < numerics.length; at++) {
      hessianRows[at]![0]! += multiply(weights, numerics[at]!, start, count, weighted);
      addUpTo(at, numerics, weighted, start, count, hessianRows[at]!);
      addByCodes(codes, weighted, start, count, sumsByCode[at]!);
    }
  }
  for (let at = 0; at < numerics.length; at++) {
    for (let joint = 0; joint < codes.length; joint++) {
      addByTerm(joints[joint]!, sumsByCode[at]![joint]!, 1 + at, hessian, termCount);
    }
  }
}

/** products[i] = weights[start + i] · values[start + i]; returns their sum. */
function multiply(
  weights: Float64Array,
  values: Float32Array,
  start: number,
  count: number,
  products: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const product = weights[start + i]! * values[start + i]!;
    products[i] = product;
    sum += product;
  }
  return sum;
}

/** Adds the weighted sums of the numerics 0 to `last` to a row of the Hessian, which may go on above the diagonal. */
function addUpTo(
  last: number,
  numerics: readonly Float32Array[],
  weighted: Float64Array,
  start: number,
  count: number,
  hessianRow: Float64Array,
): void {
  let at = 0;
  for (; at <= last && at + 4 <= numerics.length; at += 4) {
    addFourWeightedSums(numerics, at, weighted, start, count, hessianRow);
  }
  for (; at <= last; at++) hessianRow[1 + at]! += weightedSum(numerics[at]!, weighted, start, count);
}
