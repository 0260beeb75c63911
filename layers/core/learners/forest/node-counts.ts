import { LEFT_UNIT } from './row-block.ts';

/** The rows of a node, each counted as often as it was drawn: all of them, and those that left. */
export interface Counts {
  readonly draws: number;
  readonly left: number;
}

/** Takes a sum of units apart; see RowBlock. */
export function countsOf(sum: number): Counts {
  const left = Math.floor(sum / LEFT_UNIT);
  return { draws: sum - left * LEFT_UNIT, left };
}

/** What the probability of a node may be, so that the whole tree keeps the directions of its columns. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

export const NO_BOUNDS: Bounds = { least: 0, most: 1 };

/**
 * The rate of leaving, held within the bounds. The base rate is counted as one draw more, so that it is never 0 or 1.
 * @param baseRate Of all training rows; within (0, 1).
 */
export function probabilityOfNode(
  { draws, left }: Counts,
  baseRate: number,
  { least, most }: Bounds,
): number {
  return Math.min(Math.max((left + baseRate) / (draws + 1), least), most);
}

/**
 * The bounds of the lower and the upper side of a split: on a column with a direction neither side may pass the middle
 * of the two, whatever comes below them.
 * @param direction 1 where the upper side is to have the higher probability, −1 where the lower side is, otherwise 0.
 */
export function boundsOfSides(
  lower: Counts,
  upper: Counts,
  direction: number,
  baseRate: number,
  bounds: Bounds,
): readonly [Bounds, Bounds] {
  if (direction === 0) return [bounds, bounds];
  const middle =
    (probabilityOfNode(lower, baseRate, bounds) + probabilityOfNode(upper, baseRate, bounds)) / 2;
  const below = { ...bounds, most: middle };
  const above = { ...bounds, least: middle };
  return direction > 0 ? [below, above] : [above, below];
}
