/**
 * Round values from 0 up to at least `max`, for an axis: at most six of them, a step being 1, 2 or 5 times a power
 * of ten and never below `smallestStep`. A `max` of 0 gives `[0, smallestStep]`.
 */
export function axisTicks(max: number, smallestStep = 1): number[] {
  const rough = Math.max(max / 5, smallestStep);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const count = Math.max(1, Math.ceil(max / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/**
 * Round values from at most `min` up to at least `max`, 0 among them, for an axis of what may be negative: at most
 * eight, in steps as those of axisTicks.
 */
export function axisTicksAround(min: number, max: number, smallestStep: number): number[] {
  const [low, high] = [Math.min(min, 0), Math.max(max, 0)];
  const [first = 0, second = smallestStep] = axisTicks(high - low, smallestStep);
  const step = second - first;
  const below = Math.ceil(-low / step - 1e-9);
  const above = Math.ceil(high / step - 1e-9);
  return Array.from({ length: Math.max(1, below + above) + 1 }, (_, index) => (index - below) * step);
}

/** `part` of `whole` in percent, as SVG lengths want it; `0%` where the whole is 0. */
export const percentOf = (part: number, whole: number): string =>
  `${whole === 0 ? 0 : (Math.min(Math.max(part / whole, 0), 1) * 100).toFixed(3)}%`;
