import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisTicks, axisTicksAround, percentOf } from '../../frontend/src/charts/scale.ts';

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

test('an axis around 0 has round steps on both sides of it', () => {
  expect(axisTicksAround(-8, 14, 1)).toEqual([-10, -5, 0, 5, 10, 15]);
  expect(axisTicksAround(3, 9, 1)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(axisTicksAround(-3, -1, 1)).toEqual([-3, -2, -1, 0]);
  expect(axisTicksAround(0, 0, 0.01)).toEqual([0, 0.01]);
});

test('an axis around 0 covers any range with at most eight ticks', () => {
  const amount = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(amount, amount, (one, other) => {
      const ticks = axisTicksAround(Math.min(one, other), Math.max(one, other), 0.01);
      const [first = 0, second = 0] = ticks;
      const rounding = 1e-8 * (second - first);
      expect(first).toBeLessThanOrEqual(Math.min(one, other) + rounding);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(one, other) - rounding);
      expect(ticks.some((tick) => tick === 0)).toBe(true);
      expect(ticks.length).toBeLessThanOrEqual(8);
    }),
  );
});

test('a length is never negative, longer than the whole or a division by nothing', () => {
  expect(percentOf(1, 4)).toBe('25.000%');
  expect(percentOf(-1, 4)).toBe('0.000%');
  expect(percentOf(5, 4)).toBe('100.000%');
  expect(percentOf(5, 0)).toBe('0%');
});
