/** Σ weights[i] × f(points[i]) is the integral of f over [0, 1] for every polynomial f of degree ≤ 2 × points − 1. */
export interface Quadrature {
  /** Within (0, 1), ascending. */
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

const MAX_STEPS = 100;

/**
 * Gauss–Legendre quadrature over [0, 1] with `size` points, at least 1.
 * Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 25.4.29 and 25.4.30; the roots by Newton's method.
 */
export function gaussLegendre(size: number): Quadrature {
  const points = new Float64Array(size);
  const weights = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let root = -Math.cos((Math.PI * (i + 0.75)) / (size + 0.5));
    let { value, slope } = legendre(size, root);
    for (let step = 0; step < MAX_STEPS && Math.abs(value / slope) > 1e-16; step++) {
      root -= value / slope;
      ({ value, slope } = legendre(size, root));
    }
    points[i] = (1 + root) / 2;
    weights[i] = 1 / ((1 - root * root) * slope * slope);
  }
  return { points, weights };
}

/** The Legendre polynomial of a degree ≥ 1 and its derivative at x, by the recurrence of Bonnet. */
function legendre(degree: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let n = 2; n <= degree; n++)
    [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}
