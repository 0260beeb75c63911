import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logBinOf, logBinsASide } from '#core/evaluation/log-bins.ts';
import { type CountPair, populationStability, stabilityBandOf } from '#core/evaluation/stability.ts';

const count = fc.integer({ min: 0, max: 1000 });
const bins = fc.array(fc.tuple(count, count), { maxLength: 12 });

describe('populationStability', () => {
  it('is what was worked out by hand', () => {
    // Shares 0.5 and 0.5 become 0.75 and 0.25: 0.25 ln 1.5 + (−0.25) ln 0.5 = 0.274653.
    expect(
      populationStability([
        [50, 75],
        [50, 25],
      ]),
    ).toBeCloseTo(0.274653, 6);
  });

  it('is 0 for two alike, however many they are, and where a base is empty', () => {
    fc.assert(
      fc.property(fc.array(count, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (counts, times) => {
        expect(populationStability(counts.map((each): CountPair => [each, each * times]))).toBeCloseTo(0, 12);
      }),
    );
    expect(
      populationStability([
        [0, 5],
        [0, 7],
      ]),
    ).toBe(0);
    expect(populationStability([])).toBe(0);
  });

  it('is finite and at least 0 whatever is empty, and the same the other way round', () => {
    fc.assert(
      fc.property(bins, (some) => {
        const psi = populationStability(some);
        expect(Number.isFinite(psi)).toBe(true);
        expect(psi).toBeGreaterThanOrEqual(0);
        expect(populationStability(some.map(([was, is]): CountPair => [is, was]))).toBeCloseTo(psi, 9);
      }),
    );
  });

  it('has its bands at 0.1 and 0.25', () => {
    expect([0, 0.0999, 0.1, 0.2499, 0.25, 9].map(stabilityBandOf)).toEqual([
      'stable',
      'stable',
      'shifted',
      'shifted',
      'changed',
      'changed',
    ]);
  });
});

describe('logBinOf', () => {
  it('keeps the order of any numbers, is odd, and stays inside its range', () => {
    const value = fc.double({ noNaN: true });
    fc.assert(
      fc.property(value, value, (one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        expect(logBinOf(low, 16)).toBeLessThanOrEqual(logBinOf(high, 16));
        expect(logBinOf(-one, 16) + logBinOf(one, 16)).toBe(0);
        expect(Math.abs(logBinOf(one, 16))).toBeLessThanOrEqual(logBinsASide(16));
      }),
    );
  });

  it('tells numbers apart that differ by more than a bin', () => {
    expect(logBinOf(64, 16)).toBeGreaterThan(logBinOf(60, 16));
    expect(logBinOf(0, 16)).toBe(0);
    expect(logBinOf(Number.NaN, 16)).toBe(0);
    expect(logBinOf(1e-9, 16)).toBe(0);
  });
});
