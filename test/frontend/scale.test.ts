import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisTicks, percentOf } from '../../frontend/src/charts/scale.ts';

test('an axis has round steps that reach the highest value', () => {
  expect(axisTicks(1520)).toEqual([0, 500, 1000, 1500, 2000]);
  expect(axisTicks(3)).toEqual([0, 1, 2, 3]);
  expect(axisTicks(0)).toEqual([0, 1]);
});

test('an axis covers any value with at most six ticks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (max) => {
      const ticks = axisTicks(max);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks[0]).toBe(0);
    }),
  );
});

test('a length is never negative, longer than the whole or a division by nothing', () => {
  expect(percentOf(1, 4)).toBe('25.000%');
  expect(percentOf(-1, 4)).toBe('0.000%');
  expect(percentOf(5, 4)).toBe('100.000%');
  expect(percentOf(5, 0)).toBe('0%');
});
