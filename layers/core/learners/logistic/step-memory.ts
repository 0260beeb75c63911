/**
 * The last steps of a search and how the gradient changed along each. What they tell of the second derivatives mends a
 * Newton step that was made with rough ones.
 * Source: Nocedal, "Updating quasi-Newton matrices with limited storage" (1980), the two-loop recursion, with the rough
 * inverse Hessian in its middle.
 */
export class StepMemory {
  #pairs: { readonly step: Float64Array; readonly change: Float64Array; readonly product: number }[] = [];
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  clear(): void {
    this.#pairs = [];
  }

  /** Takes in a step and the change of the gradient along it, unless they say that the loss is not convex there. */
  add(step: Float64Array, change: Float64Array): void {
    const product = dot(step, change);
    if (!(product > 0)) return;
    this.#pairs.push({ step, change, product });
    if (this.#pairs.length > this.#capacity) this.#pairs.shift();
  }

  /** The mended inverse Hessian times the gradient, where `solve` is the product with the rough one. */
  mended(gradient: Float64Array, solve: (right: Float64Array) => Float64Array): Float64Array {
    const rest = gradient.slice();
    const shares: number[] = [];
    for (const { step, change, product } of this.#pairs.toReversed()) {
      const share = dot(step, rest) / product;
      shares.push(share);
      addTimes(rest, -share, change);
    }
    const direction = solve(rest);
    for (const { step, change, product } of this.#pairs) {
      addTimes(direction, shares.pop()! - dot(change, direction) / product, step);
    }
    return direction;
  }
}

/** Σ a·b */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** sums += factor · values */
function addTimes(sums: Float64Array, factor: number, values: Float64Array): void {
  for (let k = 0; k < sums.length; k++) sums[k]! += factor * values[k]!;
}
