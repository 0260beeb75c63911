/** A seeded stream of pseudo-random numbers: the same seed gives the same stream on every machine. */
export interface SeededRandom {
  /** An integer in [0, 2³²). */
  nextUint32(): number;
  /** An integer in [0, bound); `bound` in 1..2³². The bias of at most bound ÷ 2³² is left in. */
  nextInt(bound: number): number;
}

/**
 * xoshiro128** with its state filled from the seed by splitmix32. Not for secrets.
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2018).
 */
export function seededRandom(seed: number): SeededRandom {
  const fill = splitmix32(seed);
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  const nextUint32 = () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotateLeft(d, 11);
    return result;
  };
  return { nextUint32, nextInt: (bound) => Math.floor((nextUint32() / 2 ** 32) * bound) };
}

/** A seed of its own for a numbered part of a job, so that parts do not share their streams. */
export function seedOfPart(seed: number, part: number): number {
  return splitmix32((Math.imul(seed, 0x9e3779b1) + part) >>> 0)() >>> 0;
}

/** Puts the items in random order, in place (Fisher–Yates). */
export function shuffle(items: Uint32Array, random: SeededRandom): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.nextInt(last + 1);
    const kept = items[last]!;
    items[last] = items[other]!;
    items[other] = kept;
  }
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
}
