import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isShortestDecimal, parsePlainDecimal } from '#core/csv/plain-decimal.ts';
import { bytesOf } from './bytes.ts';

function parse(text: string): number {
  return parsePlainDecimal(bytesOf(`9${text}9`), 1, 1 + text.length);
}

function isShortest(text: string): boolean {
  return isShortestDecimal(bytesOf(`9${text}9`), 1, 1 + text.length, parse(text));
}

/** Decimals as people and programs write them: needless zeros, signs and points among them. */
const decimal = fc
  .tuple(fc.constantFrom('', '-', '+'), fc.stringMatching(/^\d{0,10}$/), fc.stringMatching(/^(\.\d{0,8})?$/))
  .map((parts) => parts.join(''));

describe('parsePlainDecimal', () => {
  it.each([
    ['0', 0],
    ['-0', -0],
    ['007.50', 7.5],
    ['+.5', 0.5],
    ['7.', 7],
    ['999999999999999', 999_999_999_999_999],
    ['0.00000000000001', 1e-14],
  ])('%j is %d', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  it.each(['', '-', '.', '+.', '1e3', ' 1', '1 ', '1,5', '1.2.3', '--1', 'NaN', '0x10', '1234567890123456'])(
    'leaves %j to others',
    (text) => {
      expect(parse(text)).toBeNaN();
    },
  );

  it('is Number(text), correctly rounded, or leaves it to others', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const value = parse(text);
        const digits = text.replace(/[^\d]/g, '').length;
        if (digits === 0 || digits > 15) expect(value).toBeNaN();
        else expect(value).toBe(Number(text));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('isShortestDecimal', () => {
  it.each(['0', '12', '-3', '29.85', '-0.5', '1000', '0.000001', '999999999999999'])('%j is', (text) => {
    expect(isShortest(text)).toBe(true);
  });

  it.each(['-0', '0.0', '+1', '01', '.5', '7.', '1.50', '0.0000001'])('%j is not', (text) => {
    expect(isShortest(text)).toBe(false);
  });

  it('is String(value) compared with the text', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const value = parse(text);
        fc.pre(!Number.isNaN(value));
        expect(isShortest(text)).toBe(String(value) === text);
      }),
      { numRuns: 5000 },
    );
  });
});
