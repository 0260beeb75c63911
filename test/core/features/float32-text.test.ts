import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFloat32 } from '#core/features/float32-text.ts';

const significantDigits = (text: string) =>
  text.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length;

describe('formatFloat32', () => {
  it.each<[number, string]>([
    [29.85, '29.85'],
    [0, '0'],
    [72, '72'],
    [-0.225, '-0.225'],
    [1 / 3, '0.33333334'],
    [16_777_217, '16777216'],
    [8684.8, '8684.8'],
    [1e30, '1e+30'],
    [Number.NaN, ''],
  ])('%d is %j', (value, text) => {
    expect(formatFloat32(value)).toBe(text);
  });

  it('reads back to the same float32, and nothing with fewer digits does', () => {
    const bits = fc.oneof(
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -10_000_000, max: 10_000_000 }).map((cents) => Math.fround(cents / 100)),
    );
    fc.assert(
      fc.property(bits, (value) => {
        const text = formatFloat32(value);
        expect(Math.fround(Number(text)) === value).toBe(true);
        const digits = significantDigits(text);
        const shorter = Array.from({ length: Math.max(0, digits - 1) }, (_, index) =>
          value.toPrecision(index + 1),
        );
        expect(shorter.filter((each) => Math.fround(Number(each)) === value)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
