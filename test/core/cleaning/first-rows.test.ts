import { describe, expect, it } from 'vitest';
import { FirstRows } from '#core/cleaning/first-rows.ts';
import { hash32 } from '#core/cleaning/hash.ts';

describe('FirstRows', () => {
  it('finds the first row of each of many customers again, and no other', () => {
    const firstRows = new FirstRows();
    const ids = Array.from({ length: 200_000 }, (_, index) => `${index}-customer`);
    const mistaken = ids.filter((id, index) => firstRows.add(id, `row ${id}`, index + 2) !== undefined);
    expect(mistaken).toEqual([]);
    const wrong = ids.filter((id, index) => {
      const same = firstRows.add(id, `row ${id}`, 1_000_000);
      const other = firstRows.add(id, `Row ${id}`, 1_000_000);
      return !(same?.isEqual && same.line === index + 2 && other?.line === index + 2 && !other.isEqual);
    });
    expect(wrong).toEqual([]);
  });
});

describe('hash32', () => {
  it('spreads near-equal texts evenly over its range', () => {
    const buckets = new Uint32Array(256);
    const texts = 256 * 400;
    for (let index = 0; index < texts; index++) buckets[hash32(`c${index}`, 0x9e3779b1) >>> 24]! += 1;
    const chiSquared = buckets.reduce((sum, count) => sum + (count - 400) ** 2 / 400, 0);
    expect(chiSquared).toBeLessThan(350);
  });

  it('differs by key, order and length', () => {
    const hashes = new Set(
      ['ab', 'ba', 'a', 'aa', '', '\0'].flatMap((text) => [hash32(text, 3), hash32(text, 5)]),
    );
    expect(hashes.size).toBe(12);
  });
});
