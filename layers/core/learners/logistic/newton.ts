import { logLossOfLogOdds, probabilityOf } from '../log-odds.ts';
import { solvePositiveDefinite } from './cholesky.ts';
import { fillDense, type LogisticDesign } from './logistic-design.ts';

const MAX_STEPS = 50;
const MAX_HALVINGS = 20;
/** The last step is the one that promises to lower the mean loss by less than this. */
const TOLERANCE = 1e-10;

/** The penalised loss at some coefficients with its derivatives; the Hessian's lower triangle only. */
interface Curvature {
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/**
 * Coefficients that minimise Σ log-loss + ½ · penalty · Σ coefficient², the intercept left out of the penalty, by
 * Newton's method with step halving. With penalty > 0 the minimum is unique, perfectly separated classes included.
 */
export function minimiseLogLoss(
  design: LogisticDesign,
  rows: Uint32Array,
  label: Uint8Array,
  penalty: number,
  start: Float64Array,
): Float64Array {
  let coefficients = start;
  let at = curvature(design, rows, label, penalty, coefficients);
  for (let step = 0; step < MAX_STEPS; step++) {
    const direction = solvePositiveDefinite(at.hessian, at.gradient);
    const promised = dot(direction, at.gradient) / 2;
    if (promised < TOLERANCE * rows.length) return moved(coefficients, direction, 1);
    let size = 1;
    let next = moved(coefficients, direction, size);
    let there = curvature(design, rows, label, penalty, next);
    for (let halving = 0; there.loss > at.loss && halving < MAX_HALVINGS; halving++) {
      size /= 2;
      next = moved(coefficients, direction, size);
      there = curvature(design, rows, label, penalty, next);
    }
    if (there.loss > at.loss) break;
    [coefficients, at] = [next, there];
  }
  return coefficients;
}

function curvature(
  design: LogisticDesign,
  rows: Uint32Array,
  label: Uint8Array,
  penalty: number,
  coefficients: Float64Array,
): Curvature {
  const { denseCount, termCount } = design;
  const gradient = new Float64Array(termCount);
  const hessian = new Float64Array(termCount * termCount);
  const dense = new Float64Array(denseCount);
  const terms = new Uint32Array(design.categories.length);
  let loss = 0;
  for (const row of rows) {
    fillDense(design, row, dense);
    let logOdds = 0;
    for (let k = 0; k < denseCount; k++) logOdds += dense[k]! * coefficients[k]!;
    for (let c = 0; c < terms.length; c++) {
      const { codes, levels, firstTerm } = design.categories[c]!;
      const term = firstTerm + levels.levelOfCode[codes[row]!]!;
      terms[c] = term;
      logOdds += coefficients[term]!;
    }
    const target = label[row]!;
    const probability = probabilityOf(logOdds);
    loss += logLossOfLogOdds(logOdds, target);
    const slope = probability - target;
    for (let k = 0; k < denseCount; k++) gradient[k]! += slope * dense[k]!;
    for (let c = 0; c < terms.length; c++) gradient[terms[c]!]! += slope;
    addOuterProduct(hessian, termCount, probability * (1 - probability), dense, terms);
  }
  // The intercept is not penalised; a trace of curvature keeps the matrix invertible where every row is certain.
  hessian[0]! += 1e-9;
  for (let k = 1; k < termCount; k++) {
    const coefficient = coefficients[k]!;
    loss += 0.5 * penalty * coefficient * coefficient;
    gradient[k]! += penalty * coefficient;
    hessian[k * termCount + k]! += penalty;
  }
  return { loss, gradient, hessian };
}

/** Adds weight · x·xᵀ below the diagonal, x being the dense values and a 1 at each of the (ascending) terms. */
function addOuterProduct(
  hessian: Float64Array,
  size: number,
  weight: number,
  dense: Float64Array,
  terms: Uint32Array,
): void {
  for (let i = 0; i < dense.length; i++) {
    const weighted = weight * dense[i]!;
    for (let j = 0; j <= i; j++) hessian[i * size + j]! += weighted * dense[j]!;
  }
  for (let i = 0; i < terms.length; i++) {
    const at = terms[i]! * size;
    for (let j = 0; j < dense.length; j++) hessian[at + j]! += weight * dense[j]!;
    for (let j = 0; j <= i; j++) hessian[at + terms[j]!]! += weight;
  }
}

function moved(from: Float64Array, direction: Float64Array, size: number): Float64Array {
  return from.map((value, k) => value - size * direction[k]!);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}
