import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteBuffer } from '#core/csv/byte-buffer.ts';
import { writeFloat64, writeInteger } from '#core/csv/decimal-writer.ts';

function written(write: (out: ByteBuffer, value: number) => void, value: number): string {
  const out = new ByteBuffer(1);
  write(out, value);
  return new TextDecoder().decode(out.bytes.subarray(0, out.length));
}

const usual = fc
  .tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 9 }))
  .map(([steps, decimals]) => steps / 10 ** decimals);
const numbers = fc.oneof(usual, fc.double({ noDefaultInfinity: true, noNaN: true }));

describe('writeFloat64', () => {
  it.each<[number, string]>([
    [0, '0'],
    [-0, '0'],
    [74.35, '74.35'],
    [-0.0001, '-0.0001'],
    [0.000_123_4, '0.0001234'],
    [0.451_525_5, '0.4515255'],
    [1_000_000_000, '1000000000'],
    [20_000_000_012.5, '20000000012.5'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [1 / 3, '0.3333333333333333'],
    [1e-7, '0.0000001'],
    [5e-324, '5e-324'],
    [1.5e300, '1.5e+300'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('%d is %j', (value, text) => {
    expect(written(writeFloat64, value)).toBe(text);
  });

  it('reads back to the same number', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        expect(Number(written(writeFloat64, value)) === value).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('has no digit more than the shortest decimal without an exponent', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), fc.constantFrom(1, 10, 1e4, 1e7), (steps, power) => {
        const value = steps / power;
        if (value !== 0 && Math.abs(value) < 1e-6) return;
        expect(written(writeFloat64, value)).toBe(String(value));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('writeInteger', () => {
  it('writes all digits', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer()), (value) => {
        expect(written(writeInteger, value)).toBe(String(value + 0));
      }),
      { numRuns: 5000 },
    );
  });
});
