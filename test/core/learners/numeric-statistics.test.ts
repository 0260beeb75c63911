import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numericStatistics } from '#core/learners/numeric-statistics.ts';

test('mean, deviation and range of what is finite, over the given rows alone', () => {
  const cell = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  );
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 900 }), (cells) => {
      const rows = Uint32Array.from(cells.keys()).filter((row) => row % 3 !== 1);
      const statistics = numericStatistics(
        { kind: 'numeric', name: 'x', values: Float32Array.from(cells) },
        rows,
      );
      const present = [...rows].map((row) => cells[row]!).filter(Number.isFinite);
      if (present.length === 0) {
        expect(statistics).toBeUndefined();
        return;
      }
      const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
      const squares = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      expect(statistics!.mean).toBeCloseTo(mean, 9);
      expect(statistics!.standardDeviation).toBeCloseTo(Math.sqrt(squares / present.length), 9);
      expect(statistics!.min).toBe(Math.min(...present));
      expect(statistics!.max).toBe(Math.max(...present));
      expect(statistics!.missing).toBe(rows.length - present.length);
    }),
  );
});
