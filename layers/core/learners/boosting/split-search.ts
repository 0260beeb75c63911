import { MAX_CODES } from '../trees/column-bundles.ts';
import type { GradientUnits } from './packed-gradients.ts';

/** The sums of a set of rows, in the steps of GradientUnits. */
export interface Sums {
  readonly gradient: number;
  readonly hessian: number;
}

/** The best place to part a node: bins up to `bin` go to the lower side. */
export interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly lower: Sums;
  readonly upper: Sums;
}

export interface SplitLimits {
  /** Added to each hessian sum. */
  readonly l2: number;
  /** Fewest rows on a side, each counted as 4 × p × (1 − p): 1 where p = ½. */
  readonly minLeafRows: number;
}

/** What the log-odds of a node may be moved by before shrinking, so that the whole tree keeps its directions. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

export const NO_BOUNDS: Bounds = { least: -Infinity, most: Infinity };

/** The columns of a search. */
export interface SearchedColumns {
  /** Those to try, in ascending order. */
  readonly features: Uint16Array;
  /** By feature. */
  readonly binCounts: Uint16Array;
  /** By feature: 1 where a higher value may only raise the log-odds, −1 where it may only lower them, otherwise 0. */
  readonly directions: Int8Array;
}

/** A split must raise Σ gradient² ÷ hessian by more than rounding could. */
const LEAST_RELATIVE_GAIN = 1e-9;

/** Takes a packed sum apart. */
export function unpacked(sum: number, { gradientUnit }: GradientUnits): Sums {
  const gradient = Math.floor(sum / gradientUnit);
  return { gradient, hessian: sum - gradient * gradientUnit };
}

/** The Newton step of a set of rows, −gradient ÷ (hessian + l2), held within the bounds; in log-odds. */
export function newtonStep({ gradient, hessian }: Sums, l2InSteps: number, { least, most }: Bounds): number {
  return Math.min(Math.max(-gradient / (hessian + l2InSteps), least), most);
}

/**
 * The split that raises Σ gradient² ÷ (hessian + l2) over the two sides most, the first one of equals; undefined where
 * none raises it, leaves enough on both sides and keeps the column's direction.
 * Source: Chen and Guestrin, "XGBoost" (2016), equation 7.
 * @param histogram Packed sums by bin, as sumsByBin gives them.
 */
export function bestSplit(
  histogram: Float64Array,
  total: Sums,
  { features, binCounts, directions }: SearchedColumns,
  units: GradientUnits,
  limits: SplitLimits,
  bounds: Bounds,
): Split | undefined {
  const { gradientUnit, scale } = units;
  const { gradient, hessian } = total;
  const l2 = limits.l2 * scale;
  const minHessian = (limits.minLeafRows * scale) / 4;
  if (hessian < 2 * minHessian) return undefined;
  let bestScore = ((gradient * gradient) / (hessian + l2)) * (1 + LEAST_RELATIVE_GAIN);
  let [bestFeature, bestBin, bestSum] = [-1, -1, 0];
  for (let k = 0; k < features.length; k++) {
    const feature = features[k]!;
    const direction = directions[feature]!;
    const start = feature * MAX_CODES;
    const last = start + binCounts[feature]! - 1;
    let below = 0;
    for (let at = start; at < last; at++) {
      const added = histogram[at]!;
      if (added === 0) continue;
      below += added;
      const g = Math.floor(below / gradientUnit);
      const h = below - g * gradientUnit;
      if (h < minHessian || h === 0) continue;
      const rest = hessian - h;
      if (rest < minHessian || rest === 0) break;
      const other = gradient - g;
      const score = (g * g) / (h + l2) + (other * other) / (rest + l2);
      if (score <= bestScore) continue;
      if (direction !== 0 && direction * heldRise(g, h, other, rest, l2, bounds) < 0) continue;
      [bestScore, bestFeature, bestBin, bestSum] = [score, feature, at - start, below];
    }
  }
  if (bestFeature < 0) return undefined;
  const lower = unpacked(bestSum, units);
  const upper = { gradient: gradient - lower.gradient, hessian: hessian - lower.hessian };
  return { feature: bestFeature, bin: bestBin, lower, upper };
}

/** By how much the upper side's step lies above the lower side's. */
function heldRise(g: number, h: number, other: number, rest: number, l2: number, bounds: Bounds): number {
  const lower = newtonStep({ gradient: g, hessian: h }, l2, bounds);
  return newtonStep({ gradient: other, hessian: rest }, l2, bounds) - lower;
}
