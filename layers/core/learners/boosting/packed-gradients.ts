import { probabilityOf } from '../log-odds.ts';

/**
 * A gradient g and a hessian h of the log-loss are two whole numbers in one float64, g × gradientUnit + h, both in steps
 * of 1 ÷ scale. Sums of them are exact, so a histogram needs one addition a row and neither the order of the rows nor
 * the number of threads changes it.
 */
export interface GradientUnits {
  readonly gradientUnit: number;
  readonly scale: number;
}

/** Σ |g| and Σ h over some rows, in steps. */
export interface GradientSums {
  readonly magnitude: number;
  readonly hessian: number;
}

const MAX_SCALE = 2 ** 30;
/** Whole numbers up to here are exact in a float64. */
const EXACT_BELOW = 2 ** 53;
/** Row k is rounded up from the fraction of k × this ÷ 2³² on: a Weyl sequence, even over any run of rows. */
const DITHER_STEP = 0x9e3779b1;
const DITHER_UNIT = 2 ** -32;

/** 1 ÷ (1 + e^−x) at the points between which it is interpolated, to within 10⁻⁶; certainty ends at ± the limit. */
const SIGMOID_LIMIT = 16;
const STEPS_PER_ONE = 128;
const SIGMOID = Float64Array.from({ length: 2 * SIGMOID_LIMIT * STEPS_PER_ONE + 2 }, (_, step) =>
  probabilityOf(step / STEPS_PER_ONE - SIGMOID_LIMIT),
);

/** What the packing of a member's rows reads and writes. */
export interface GradientRows {
  /** 0 or 1. */
  readonly labels: Uint8Array;
  readonly logOdds: Float32Array;
  /** The leaf of each row in the tree before. */
  readonly node: Uint8Array;
  readonly packed: Float64Array;
  /** Of the first of these rows among all training rows. */
  readonly firstRow: number;
}

/**
 * Moves each row's log-odds by its leaf's value and packs g = p − label and h = p(1 − p), rounded up or down by a fixed
 * pattern over the rows so that the errors of many of them cancel.
 * @param leafValues By node of the tree before.
 */
export function packGradients(
  { labels, logOdds, node, packed, firstRow }: GradientRows,
  leafValues: Float64Array,
  { scale, gradientUnit }: GradientUnits,
): GradientSums {
  let [magnitude, hessian] = [0, 0];
  for (let i = 0; i < packed.length; i++) {
    const moved = Math.fround(logOdds[i]! + leafValues[node[i]!]!);
    logOdds[i] = moved;
    const place = (Math.min(Math.max(moved, -SIGMOID_LIMIT), SIGMOID_LIMIT) + SIGMOID_LIMIT) * STEPS_PER_ONE;
    const step = place | 0;
    const below = SIGMOID[step]!;
    const p = below + (SIGMOID[step + 1]! - below) * (place - step);
    const dither = (Math.imul(firstRow + i, DITHER_STEP) >>> 0) * DITHER_UNIT;
    const g = ((p * scale + dither) | 0) - labels[i]! * scale;
    const h = (p * (1 - p) * scale + 1 - dither) | 0;
    magnitude += Math.abs(g);
    hessian += h;
    packed[i] = g * gradientUnit + h;
  }
  return { magnitude, hessian };
}

/** Whether sums of such size are exact in these units. */
export function fits({ magnitude, hessian }: GradientSums, { gradientUnit }: GradientUnits): boolean {
  return hessian < gradientUnit && magnitude * gradientUnit < EXACT_BELOW;
}

/**
 * The finest units in which both sums could double without an overflow.
 * @param sums In units of 1, over all training rows. @param rowCount Below 2²⁴, with which steps of 1 still fit.
 */
export function unitsFor({ magnitude, hessian }: GradientSums, rowCount: number): GradientUnits {
  for (let scale = MAX_SCALE; ; scale /= 2) {
    const gradientUnit = powerOfTwoAbove(2 * (scale * hessian + rowCount));
    if (2 * (scale * magnitude + rowCount) * gradientUnit < EXACT_BELOW || scale === 1) {
      return { scale, gradientUnit };
    }
  }
}

function powerOfTwoAbove(value: number): number {
  return 2 ** (Math.floor(Math.log2(value)) + 1);
}
