import { describe, expect, it } from 'vitest';
import { hash32 } from '#core/csv/byte-hash.ts';

function hashOf(text: string, key: number): number {
  const bytes = new TextEncoder().encode(`..${text}..`);
  return hash32(new DataView(bytes.buffer), 2, bytes.length - 2, key);
}

describe('hash32', () => {
  it('spreads near-equal texts evenly over its range', () => {
    const buckets = new Uint32Array(256);
    const texts = 256 * 400;
    for (let index = 0; index < texts; index++) buckets[hashOf(`c${index}`, 0x9e3779b1) >>> 24]! += 1;
    const chiSquared = buckets.reduce((sum, count) => sum + (count - 400) ** 2 / 400, 0);
    expect(chiSquared).toBeLessThan(350);
  });

  it('differs by key, order and length', () => {
    const texts = ['ab', 'ba', 'a', 'aa', '', '\0', 'abcde', 'abcdea', 'bcdea', 'aaaa', 'aaaaa', 'ca', 'baa'];
    const hashes = new Set(texts.flatMap((text) => [hashOf(text, 0x9e3779b1), hashOf(text, 0x85ebca6b)]));
    expect(hashes.size).toBe(2 * texts.length);
  });
});
