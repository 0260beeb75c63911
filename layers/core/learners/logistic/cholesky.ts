/**
 * Cholesky's decomposition A = L·Lᵀ of a symmetric matrix, row-major, size × size, of which only the lower triangle is
 * read and written. Returns whether A is positive definite; if it is not, what is left in it has no meaning.
 */
export function factorInPlace(matrix: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const rest = matrix[i * size + j]! - dotOfRows(matrix, i * size, j * size, j);
      matrix[i * size + j] = rest / matrix[j * size + j]!;
    }
    const pivot = matrix[i * size + i]! - dotOfRows(matrix, i * size, i * size, i);
    if (!(pivot > 0)) return false;
    matrix[i * size + i] = Math.sqrt(pivot);
  }
  return true;
}

/** Solves L·Lᵀ·x = b for the factor that `factorInPlace` left. */
export function solveFactored(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = right.slice();
  for (let i = 0; i < size; i++) {
    let sum = solution[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * size + k]! * solution[k]!;
    solution[i] = sum / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = solution[i]! / factor[i * size + i]!;
    solution[i] = value;
    for (let k = 0; k < i; k++) solution[k]! -= factor[i * size + k]! * value;
  }
  return solution;
}

/** Σ of the first `count` products of two stretches of the matrix; four sums at once, as one waits for itself. */
function dotOfRows(matrix: Float64Array, a: number, b: number, count: number): number {
  let [p, q, r, s] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    p += matrix[a + k]! * matrix[b + k]!;
    q += matrix[a + k + 1]! * matrix[b + k + 1]!;
    r += matrix[a + k + 2]! * matrix[b + k + 2]!;
    s += matrix[a + k + 3]! * matrix[b + k + 3]!;
  }
  for (; k < count; k++) p += matrix[a + k]! * matrix[b + k]!;
  return p + q + (r + s);
}
