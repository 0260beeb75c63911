import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIN_ROWS_OF_A_CLASS } from '#core/training/labelled-rows.ts';
import { sampleQuota } from '#core/training/sample-quota.ts';

const count = fc.integer({ min: 0, max: 50_000_000 });

describe('the quota of a sample', () => {
  it('is everybody where they are no more than the most', () => {
    expect(sampleQuota({ left: 20, stayed: 80 }, 100)).toEqual({ left: 20, stayed: 80 });
  });

  it.each([
    [{ left: 265, stayed: 735 }, 100, { left: 27, stayed: 73 }],
    [{ left: 264, stayed: 736 }, 100, { left: 26, stayed: 74 }],
    // Two equal remainders: the odd row is one who left.
    [{ left: 101, stayed: 101 }, 101, { left: 51, stayed: 50 }],
    // A share of 2.5 of 50 would be too few to train on.
    [{ left: 5000, stayed: 95_000 }, 50, { left: 10, stayed: 40 }],
    [{ left: 4, stayed: 99_996 }, 1000, { left: 4, stayed: 996 }],
    [{ left: 99_996, stayed: 4 }, 1000, { left: 996, stayed: 4 }],
  ])('of %o in %i rows is %o', (all, maxRows, quota) => {
    expect(sampleQuota(all, maxRows)).toEqual(quota);
  });

  it('has exactly the most rows, in shares off by less than one row unless a class is too rare for that', () => {
    fc.assert(
      fc.property(count, count, fc.integer({ min: 50, max: 1_000_000 }), (left, stayed, maxRows) => {
        const quota = sampleQuota({ left, stayed }, maxRows);
        expect(quota.left + quota.stayed).toBe(Math.min(maxRows, left + stayed));
        for (const [all, drawn] of [
          [left, quota.left],
          [stayed, quota.stayed],
        ] as const) {
          expect(drawn).toBeLessThanOrEqual(all);
          expect(drawn).toBeGreaterThanOrEqual(Math.min(all, MIN_ROWS_OF_A_CLASS));
          const isRare = Math.min(quota.left, quota.stayed) <= MIN_ROWS_OF_A_CLASS;
          const fair = (Math.min(maxRows, left + stayed) * all) / Math.max(1, left + stayed);
          if (!isRare) expect(Math.abs(drawn - fair)).toBeLessThan(1);
        }
      }),
    );
  });
});
