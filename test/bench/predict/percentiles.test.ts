import { expect, it } from 'vitest';
import { spreadOf } from '../../../bench/predict/percentiles.ts';

it('takes the smallest value that so many per cent do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect(spreadOf(hundred)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 });
  expect(spreadOf([3, 1, 2])).toEqual({ count: 3, p50: 2, p95: 3, p99: 3, max: 3 });
  expect(spreadOf([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 });
});

it('sorts by size, not by digits, and knows nothing of no values', () => {
  expect(spreadOf([10, 9]).max).toBe(10);
  expect(spreadOf([])).toEqual({
    count: 0,
    p50: Number.NaN,
    p95: Number.NaN,
    p99: Number.NaN,
    max: Number.NaN,
  });
});
