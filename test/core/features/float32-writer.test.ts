import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteBuffer } from '#core/csv/byte-buffer.ts';
import { formatFloat32 } from '#core/features/float32-text.ts';
import { writeFloat32 } from '#core/features/float32-writer.ts';

const out = new ByteBuffer(64);

function written(value: number): string {
  out.length = 0;
  writeFloat32(out, value);
  return new TextDecoder().decode(out.bytes.subarray(0, out.length));
}

function firstDifference(values: Iterable<number>): readonly [number, string, string] | undefined {
  for (const value of values) {
    const [text, expected] = [written(value), formatFloat32(value)];
    if (text !== expected) return [value, text, expected];
  }
  return undefined;
}

describe('writeFloat32', () => {
  it('writes every kind of float32 as formatFloat32 does', () => {
    const bits = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const float32 = bits.map((pattern) => new Float32Array(Uint32Array.of(pattern).buffer)[0]!);
    fc.assert(
      fc.property(
        fc.array(float32.filter((value) => Math.abs(value) !== Number.POSITIVE_INFINITY)),
        (values) => {
          expect(firstDifference(values)).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  it('writes amounts, their quotients and the neighbours of powers of ten so', () => {
    const amounts = Array.from({ length: 20_000 }, (_, index) => Math.fround((index * 37) / 100 - 1000));
    const quotients = amounts.map((amount, index) => Math.fround(amount / (1 + (index % 72))));
    const edges = Array.from({ length: 22 }, (_, exponent) => Math.fround(10 ** (exponent - 9)));
    const neighbours = edges.flatMap((edge) => [-3, -2, -1, 0, 1, 2, 3].map((step) => neighbour(edge, step)));
    const halves = Array.from({ length: 4000 }, (_, index) => 99_000 + index + (index % 64) / 64);
    const cases = [...amounts, ...quotients, ...neighbours, ...halves, 0, -0, Number.NaN];
    expect(firstDifference(cases)).toBeUndefined();
  });
});

/** The float32 so many places above or below. */
function neighbour(value: number, places: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  bits[0] = bits[0]! + places;
  return new Float32Array(bits.buffer)[0]!;
}
