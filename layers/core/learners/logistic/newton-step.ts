import { factorInPlace, solveFactored } from './cholesky.ts';
import type { PenalisedLoss } from './penalised-loss.ts';
import { dot, StepMemory } from './step-memory.ts';

/** Steps that are remembered; more did not make a search shorter. */
const REMEMBERED_STEPS = 8;
/** On the diagonal, to keep the matrix invertible where every row is certain: the intercept has no penalty. */
const TRACE = 1e-9;

/** Makes Newton steps for one problem with second derivatives that are exact or nearly so. */
export class NewtonStep {
  readonly #problem: PenalisedLoss;
  readonly #memory = new StepMemory(REMEMBERED_STEPS);
  #meanHessian: Float64Array;
  #held: Uint8Array;
  #factor: Float64Array | undefined;

  /** @param meanHessian of the log-loss, without the penalty. */
  constructor(problem: PenalisedLoss, meanHessian: Float64Array) {
    this.#problem = problem;
    this.#meanHessian = meanHessian;
    this.#held = new Uint8Array(problem.signs.length);
  }

  /** Goes on with other second derivatives. */
  renew(meanHessian: Float64Array): void {
    this.#meanHessian = meanHessian;
    this.#factor = undefined;
    this.#memory.clear();
  }

  /** What to subtract from the coefficients, and how much the loss should fall by that. Held ones do not move. */
  from(
    gradient: Float64Array,
    held: Uint8Array,
  ): { readonly direction: Float64Array; readonly promised: number } {
    if (held.some((value, k) => value !== this.#held[k])) {
      this.#held = held;
      this.#factor = undefined;
      this.#memory.clear();
    }
    this.#factor ??= this.#factored();
    const factor = this.#factor;
    const free = this.#freePart(gradient);
    const direction = this.#memory.mended(free, (right) => solveFactored(factor, right));
    return { direction, promised: dot(direction, free) / 2 };
  }

  /** Learns from a step that was made: the change of the coefficients and of the gradient. */
  learn(step: Float64Array, change: Float64Array): void {
    this.#memory.add(this.#freePart(step), this.#freePart(change));
  }

  #freePart(values: Float64Array): Float64Array {
    return values.map((value, k) => (this.#held[k] === 1 ? 0 : value));
  }

  /** Where rounding leaves the matrix indefinite, more is put on its diagonal: the step becomes shorter. */
  #factored(): Float64Array {
    const size = this.#held.length;
    let trace = TRACE;
    for (;;) {
      const matrix = this.#matrix(trace);
      if (factorInPlace(matrix, size)) return matrix;
      trace = Math.max(100 * trace, TRACE * this.#problem.rows.rowCount);
    }
  }

  /** The second derivatives of the penalised loss of all rows; those of a held coefficient are a 1 on the diagonal. */
  #matrix(trace: number): Float64Array {
    const { rows, penalty } = this.#problem;
    const held = this.#held;
    const size = held.length;
    const matrix = this.#meanHessian.map((value) => value * rows.rowCount);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) if (held[i] === 1 || held[j] === 1) matrix[i * size + j] = 0;
      if (held[i] === 1) matrix[i * size + i] = 1;
      else matrix[i * size + i]! += trace + (i === 0 ? 0 : penalty);
    }
    return matrix;
  }
}
