import { describe, expect, it } from 'vitest';
import { medianOf } from '../../bench/median.ts';

describe('medianOf', () => {
  it.each<[number[], number]>([
    [[5], 5],
    [[10, 9, 100], 10],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, median) => {
    const before = [...values];
    expect(medianOf(values)).toBe(median);
    expect(values).toEqual(before);
  });

  it('is not a number for no values', () => {
    expect(medianOf([])).toBeNaN();
  });
});
