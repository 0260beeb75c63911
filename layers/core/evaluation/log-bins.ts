const SMALLEST_POWER = -20;
const LARGEST_POWER = 40;
const OCTAVES = LARGEST_POWER - SMALLEST_POWER;

/** How many bins there are on each side of 0. */
export const logBinsASide = (binsAnOctave: number): number => OCTAVES * binsAnOctave;

/**
 * The bin of a number by its sign and size, so that two sets of numbers fall into the same bins without knowing each
 * other: 0 for what is nearer to 0 than 2^−20 and NaN, else ±1 to ±logBinsASide, each bin 2^(1 ÷ binsAnOctave) times as
 * wide as the one before; the last holds everything from 2^40 on. A larger number never has a smaller bin.
 */
export function logBinOf(value: number, binsAnOctave: number): number {
  const power = Math.log2(Math.abs(value));
  if (!(power >= SMALLEST_POWER)) return 0;
  const bin = Math.floor((power - SMALLEST_POWER) * binsAnOctave) + 1;
  return Math.sign(value) * Math.min(bin, logBinsASide(binsAnOctave));
}
