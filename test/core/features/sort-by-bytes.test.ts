import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortByBytes } from '#core/features/sort-by-bytes.ts';

function sorted(texts: readonly Uint8Array[]): number[] {
  const starts = new Uint32Array(texts.length + 1);
  for (const [n, { length }] of texts.entries()) starts[n + 1] = starts[n]! + length;
  return [...sortByBytes(Buffer.concat(texts), starts)];
}

const expected = (texts: readonly Uint8Array[]) =>
  texts.map((_, n) => n).sort((one, other) => Buffer.compare(texts[one]!, texts[other]!) || one - other);

describe('sortByBytes', () => {
  test('sorts as comparing pairs of texts does, equal ones in their order', () => {
    const byte = fc.constantFrom(1, 65, 66, 127, 128, 255);
    const text = fc.uint8Array({ maxLength: 14 }).map((bytes) => bytes.map((each) => each || 1));
    const few = fc.array(byte, { maxLength: 14 }).map((bytes) => Uint8Array.from(bytes));
    const beginning = fc.constantFrom('', 'a', 'custo', 'customer-', 'customer-00000');
    const any = fc.oneof(
      text,
      few,
      beginning.map((each) => Buffer.from(each)),
    );
    const whole = fc.tuple(beginning, any).map(([head, tail]) => Buffer.concat([Buffer.from(head), tail]));
    fc.assert(
      fc.property(fc.array(whole, { maxLength: 200, size: 'max' }), (texts) => {
        expect(sorted(texts)).toEqual(expected(texts));
      }),
    );
  });

  test('sorts long texts that differ in their last byte alone, and none at all', () => {
    const texts = Array.from({ length: 200 }, (_, n) =>
      Buffer.from(`${'x'.repeat(127)}${String.fromCharCode(33 + ((n * 37) % 90))}`),
    );
    expect(sorted(texts)).toEqual(expected(texts));
    expect(sorted([])).toEqual([]);
  });
});
