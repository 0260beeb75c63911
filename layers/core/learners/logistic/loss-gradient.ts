import { ALONE, partOf, type Team } from '../team.ts';
import type { DesignRows } from './design-rows.ts';
import { addSumsByTerm, partsByCode } from './joint-codes.ts';
import { logOddsToResiduals } from './residuals.ts';
import { addByCodes, addFourWeightedSums, weightedSum } from './row-kernels.ts';
import { BLOCK_ROWS, fillLogOdds, logOddsOfRows } from './rows-log-odds.ts';

/** Rows that are summed by themselves, some blocks: what is added to what does not depend on the size of a team. */
const CHUNK_ROWS = 10 * BLOCK_ROWS;

/** The log-loss of some rows, summed, and its derivative by each coefficient. */
export interface LossGradient {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/**
 * Σ log-loss over the rows at the coefficients, and its gradient.
 * @param team The members share the rows among them; all get the same sums, whatever their number. @default ALONE
 */
export function lossAndGradient(
  rows: DesignRows,
  coefficients: Float64Array,
  team: Team = ALONE,
): LossGradient {
  const partsOfJoint = rows.design.joints.map((joint) => partsByCode(joint, coefficients));
  const { start, end } = partOf(team, Math.ceil(rows.rowCount / CHUNK_ROWS));
  const size = sumCountOf(rows);
  const mine = new Float64Array((end - start) * size);
  const block = new Float64Array(BLOCK_ROWS);
  for (let chunk = start; chunk < end; chunk++) {
    const sums = sumsIn(mine.subarray((chunk - start) * size, (chunk - start + 1) * size), rows);
    addChunk(rows, coefficients, partsOfJoint, chunk * CHUNK_ROWS, block, sums);
  }
  return gradientOf(rows, totalOf(team.gather(mine), size));
}

/** Sums over rows: of the loss, of the residuals times 1 and each numeric, and of the residuals by joint code. */
interface Sums {
  readonly loss: Float64Array;
  readonly byNumeric: Float64Array;
  readonly byCode: readonly Float64Array[];
}

function sumCountOf({ design, numerics }: DesignRows): number {
  return design.joints.reduce((count, { size }) => count + size, 2 + numerics.length);
}

function sumsIn(memory: Float64Array, { design, numerics }: DesignRows): Sums {
  let end = 2 + numerics.length;
  return {
    loss: memory.subarray(0, 1),
    byNumeric: memory.subarray(1, end),
    byCode: design.joints.map(({ size }) => {
      end += size;
      return memory.subarray(end - size, end);
    }),
  };
}

/** Adds the rows of the chunk that begins at a row. */
function addChunk(
  rows: DesignRows,
  coefficients: Float64Array,
  partsOfJoint: readonly Float64Array[],
  firstRow: number,
  block: Float64Array,
  { loss, byNumeric, byCode }: Sums,
): void {
  const end = Math.min(firstRow + CHUNK_ROWS, rows.rowCount);
  for (let start = firstRow; start < end; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, end - start);
    fillLogOdds(rows, coefficients, partsOfJoint, start, count, block);
    loss[0]! += logOddsToResiduals(block, rows.labels, start, count);
    addNumericGradients(rows.numerics, block, start, count, byNumeric);
    addByCodes(rows.codes, block, start, count, byCode);
  }
}

/** The sums of all chunks, which the members bring in the order of the rows. */
function totalOf(sumsOfMembers: readonly Float64Array[], size: number): Float64Array {
  const total = new Float64Array(size);
  for (const sums of sumsOfMembers) {
    for (let at = 0; at < sums.length; at += size) {
      for (let k = 0; k < size; k++) total[k]! += sums[at + k]!;
    }
  }
  return total;
}

function gradientOf(rows: DesignRows, total: Float64Array): LossGradient {
  const { joints, termCount } = rows.design;
  const { loss, byNumeric, byCode } = sumsIn(total, rows);
  const gradient = new Float64Array(termCount);
  gradient.set(byNumeric);
  for (const [joint, sums] of byCode.entries()) addSumsByTerm(joints[joint]!, sums, gradient);
  return { loss: loss[0]!, gradient };
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
