import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factorInPlace, solveFactored } from '#core/learners/logistic/cholesky.ts';

test('solves A·x = b for any A = M·Mᵀ + I', () => {
  const sizes = fc.integer({ min: 1, max: 8 });
  const number = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(
      sizes.chain((size) =>
        fc.tuple(
          fc.array(number, { minLength: size * size, maxLength: size * size }),
          fc.array(number, { minLength: size, maxLength: size }),
        ),
      ),
      ([entries, x]) => {
        const size = x.length;
        const matrix = new Float64Array(size * size);
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            for (let k = 0; k < size; k++)
              matrix[i * size + j]! += entries[i * size + k]! * entries[j * size + k]!;
            if (i === j) matrix[i * size + j]! += 1;
          }
        }
        const right = Float64Array.from(x, (_, i) =>
          x.reduce((sum, value, j) => sum + matrix[i * size + j]! * value, 0),
        );
        expect(factorInPlace(matrix, size)).toBe(true);
        const solved = solveFactored(matrix, right);
        for (const [i, value] of x.entries()) expect(solved[i]).toBeCloseTo(value, 8);
      },
    ),
  );
});

test('says when the matrix is not positive definite', () => {
  expect(factorInPlace(Float64Array.of(1, 0, 2, 1), 2)).toBe(false);
  expect(factorInPlace(Float64Array.of(0), 1)).toBe(false);
  expect(factorInPlace(Float64Array.of(Number.NaN), 1)).toBe(false);
});
