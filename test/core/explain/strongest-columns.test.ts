import fc from 'fast-check';
import { expect, test } from 'vitest';
import { REASONS_A_SIDE, strongestColumns } from '#core/explain/strongest-columns.ts';

/** As it is defined: all columns by size, the first ones of each sign. */
function definition(contributions: readonly number[]): number[] {
  const columns = contributions
    .map((contribution, column) => ({ contribution, column }))
    .filter(({ contribution }) => Math.abs(contribution) > 1e-9)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || a.column - b.column);
  const ofSign = (sign: number) => columns.filter(({ contribution }) => contribution * sign > 0);
  const kept = new Set([...ofSign(1).slice(0, REASONS_A_SIDE), ...ofSign(-1).slice(0, REASONS_A_SIDE)]);
  return columns.filter((column) => kept.has(column)).map(({ column }) => column);
}

test('the strongest of each sign, by size, of equal ones the first', () => {
  const contribution = fc.oneof(
    fc.double({ noNaN: true, min: -2, max: 2 }),
    fc.constantFrom(0, 1e-10, -1e-10, 0.5, -0.5, 1, -1),
  );
  fc.assert(
    fc.property(fc.array(contribution, { maxLength: 30 }), (contributions) => {
      expect(strongestColumns(Float64Array.from(contributions))).toEqual(definition(contributions));
    }),
    { numRuns: 3000 },
  );
});

test('what is not known is no reason', () => {
  expect(strongestColumns(Float64Array.of(Number.NaN, 1, Number.NaN))).toEqual([1]);
});
