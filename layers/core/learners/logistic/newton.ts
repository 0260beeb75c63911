import { ChurnError } from '../../errors.ts';
import { type Curvature, curvatureAt, curvatureOf, finerCurvature } from './curvature.ts';
import type { LossGradient } from './loss-gradient.ts';
import { NewtonStep } from './newton-step.ts';
import { heldTerms, movedWithin, type PenalisedLoss, penalisedLossAndGradient } from './penalised-loss.ts';

/** Where a search begins: coefficients within the signs and, where there are any, second derivatives near them. */
export interface SearchStart {
  readonly coefficients: Float64Array;
  /** Of the same or of similar rows. */
  readonly curvature?: Curvature;
}

/** Where a search ends. */
export type SearchEnd = Required<SearchStart>;

/** A search ends with the step after which the mean loss can hardly fall by more than this. */
export const EXACT = 1e-14;

const MAX_STEPS = 500;
const MAX_HALVINGS = 40;
/** A step that leaves more than this of the fall it promised asks for second derivatives at its end. */
const STALE = 0.03;
/** One that leaves more than this although they were fresh asks for them of more rows. */
const ROUGH = 0.3;

/**
 * The coefficients of least penalised loss, by Newton's method with step halving. Second derivatives are kept as long as
 * the steps do well by them, and may be those of a sample; the gradient is exact, so the end is the same. A penalty above
 * 0 makes it the only minimum, perfectly separated classes included. Signs are kept as by Bertsekas, "Projected Newton
 * methods for optimization problems with simple constraints" (1982).
 * @param tolerance @default EXACT
 * @throws ChurnError `FIT_DID_NOT_CONVERGE`
 */
export function minimise(problem: PenalisedLoss, start: SearchStart, tolerance = EXACT): SearchEnd {
  const { rows, team } = problem;
  let { coefficients } = start;
  let curvature = start.curvature ?? curvatureOf(rows, coefficients, team);
  let isFresh = start.curvature === undefined;
  let at = penalisedLossAndGradient(problem, coefficients);
  const newton = new NewtonStep(problem, curvature.meanHessian);
  let lastPromised = Number.NaN;
  for (let step = 0; step < MAX_STEPS; step++) {
    const held = heldTerms(problem, coefficients, at.gradient);
    let { direction, promised } = newton.from(at.gradient, held);
    const left = step === 0 ? 1 : promised / lastPromised;
    if (promised * Math.min(1, left) < tolerance * rows.rowCount) {
      return { coefficients: movedWithin(problem, coefficients, direction, 1), curvature };
    }
    if (step > 0 && left > STALE) {
      const isRough = isFresh && left > ROUGH;
      curvature = isRough
        ? finerCurvature(rows, curvature, coefficients, team)
        : curvatureAt(curvature.sample, coefficients, team);
      newton.renew(curvature.meanHessian);
      ({ direction, promised } = newton.from(at.gradient, held));
      isFresh = true;
    } else if (step > 0) {
      isFresh = false;
    }
    const next = lowerPoint(problem, coefficients, at.loss, direction);
    // Nothing lower in the direction of descent: the rest is below what rounding shows.
    if (next === undefined) return { coefficients, curvature };
    newton.learn(difference(next.coefficients, coefficients), difference(next.at.gradient, at.gradient));
    ({ coefficients, at } = next);
    lastPromised = promised;
  }
  throw new ChurnError('FIT_DID_NOT_CONVERGE', `No minimum of the log-loss within ${MAX_STEPS} steps.`);
}

function lowerPoint(
  problem: PenalisedLoss,
  from: Float64Array,
  loss: number,
  direction: Float64Array,
): { readonly coefficients: Float64Array; readonly at: LossGradient } | undefined {
  for (let halving = 0, size = 1; halving <= MAX_HALVINGS; halving++, size /= 2) {
    const coefficients = movedWithin(problem, from, direction, size);
    const at = penalisedLossAndGradient(problem, coefficients);
    if (at.loss <= loss) return { coefficients, at };
  }
  return undefined;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => value - b[k]!);
}
