import { describe, expect, it } from 'vitest';
import { GrowingArray } from '#core/features/growing-array.ts';

const ROWS = 600_000;
const numbers = Float64Array.from({ length: ROWS }, (_, index) => index);

function filled(expectedLength: number | undefined): GrowingArray<Float32Array> {
  const array = new GrowingArray(Float32Array, expectedLength);
  for (let at = 0; at < ROWS; at += 7001) array.add(numbers.subarray(at, at + 7001));
  return array;
}

describe('GrowingArray', () => {
  it.each([
    ['no length', undefined],
    ['the right length', ROWS],
    ['too short a one', 10],
    ['too long a one', 2 * ROWS],
  ])('holds all numbers in shared memory when %s is expected', (_name, expectedLength) => {
    const joined = filled(expectedLength).join(Float32Array);
    expect(joined.length).toBe(ROWS);
    expect(joined.findIndex((value, index) => value !== index)).toBe(-1);
    expect(joined.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(joined.byteLength).toBe(joined.buffer.byteLength);
  });

  it('widens as it grows', () => {
    const array = new GrowingArray<Uint8Array | Uint16Array>(Uint8Array);
    array.add(Uint32Array.of(1, 255));
    array.useType(Uint16Array);
    array.add(Uint32Array.of(256, 65_535));
    expect(array.join(Uint16Array)).toEqual(Uint16Array.of(1, 255, 256, 65_535));
  });

  it('may be empty', () => {
    expect(new GrowingArray(Uint8Array).join(Uint8Array)).toEqual(new Uint8Array(0));
  });
});
