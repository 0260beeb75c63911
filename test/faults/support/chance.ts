import { seededRandom } from '#core/learners/seeded-random.ts';

/** The same whole numbers from 0 up to a count, in the same order, for the same seed. */
export function chance(seed: number): (count: number) => number {
  const random = seededRandom(seed);
  return (count) => random.nextInt(count);
}

/** All orders of the given things. */
export function permutations<T>(things: readonly T[]): T[][] {
  if (things.length <= 1) return [[...things]];
  return things.flatMap((first, index) =>
    permutations(things.toSpliced(index, 1)).map((others) => [first, ...others]),
  );
}
