import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom, seedOfPart, shuffle } from '#core/learners/seeded-random.ts';

test('the same seed gives the same stream, another seed another one', () => {
  const stream = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 8 }, () => random.nextUint32());
  };
  expect(stream(42)).toEqual(stream(42));
  expect(stream(42)).not.toEqual(stream(43));
  expect(seedOfPart(42, 0)).not.toBe(seedOfPart(42, 1));
});

test('integers fall evenly below the bound', () => {
  const random = seededRandom(7);
  const counts = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 100_000; draw++) counts[random.nextInt(10)]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test('shuffling keeps every item', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.nat()), (seed, items) => {
      const shuffled = Uint32Array.from(items);
      shuffle(shuffled, seededRandom(seed));
      expect([...shuffled].sort()).toEqual([...Uint32Array.from(items)].sort());
    }),
  );
});
