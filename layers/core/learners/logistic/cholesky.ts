import { ChurnError } from '../../errors.ts';

/**
 * Solves A·x = b for a symmetric positive definite A by Cholesky's decomposition. A is row-major, size × size; only its
 * lower triangle is read, and it is overwritten.
 * @throws ChurnError `NOT_POSITIVE_DEFINITE`
 */
export function solvePositiveDefinite(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  factorInPlace(matrix, size);
  const solution = right.slice();
  for (let i = 0; i < size; i++) {
    let sum = solution[i]!;
    for (let k = 0; k < i; k++) sum -= matrix[i * size + k]! * solution[k]!;
    solution[i] = sum / matrix[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = solution[i]!;
    for (let k = i + 1; k < size; k++) sum -= matrix[k * size + i]! * solution[k]!;
    solution[i] = sum / matrix[i * size + i]!;
  }
  return solution;
}

function factorInPlace(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k]! * matrix[j * size + k]!;
      if (i !== j) {
        matrix[i * size + j] = sum / matrix[j * size + j]!;
      } else if (sum > 0) {
        matrix[i * size + i] = Math.sqrt(sum);
      } else {
        throw new ChurnError('NOT_POSITIVE_DEFINITE', `The matrix is not positive definite (pivot ${i}).`);
      }
    }
  }
}
