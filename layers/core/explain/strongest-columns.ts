/** Most columns named for an answer, and as many against it. */
export const REASONS_A_SIDE = 3;

/** Smaller contributions, in log-odds, come from rounding. */
const SMALLEST_CONTRIBUTION = 1e-9;

/**
 * The columns of the largest contributions, at most REASONS_A_SIDE above 0 and as many below, the strongest first; of
 * equal ones the first in the row.
 */
export function strongestColumns(contributions: Float64Array): number[] {
  const places: number[] = [];
  let [raising, lowering] = [0, 0];
  let [leastRaising, leastLowering] = [SMALLEST_CONTRIBUTION, SMALLEST_CONTRIBUTION];
  for (let column = 0; column < contributions.length; column++) {
    const contribution = contributions[column]!;
    if (contribution > leastRaising) {
      insert(places, column, contributions);
      if (++raising > REASONS_A_SIDE) removeAt(places, weakest(places, contributions, 1));
      if (raising >= REASONS_A_SIDE)
        leastRaising = contributions[places[weakest(places, contributions, 1)]!]!;
    } else if (contribution < -leastLowering) {
      insert(places, column, contributions);
      if (++lowering > REASONS_A_SIDE) removeAt(places, weakest(places, contributions, -1));
      if (lowering >= REASONS_A_SIDE)
        leastLowering = -contributions[places[weakest(places, contributions, -1)]!]!;
    }
  }
  return places;
}

/** Keeps the places in the order of their contributions' size. */
function insert(places: number[], column: number, contributions: Float64Array): void {
  const size = Math.abs(contributions[column]!);
  let at = places.length;
  places.push(column);
  for (; at > 0 && Math.abs(contributions[places[at - 1]!]!) < size; at--) places[at] = places[at - 1]!;
  places[at] = column;
}

/** Where the last of those stands that have the sign. */
function weakest(places: readonly number[], contributions: Float64Array, sign: number): number {
  let at = places.length - 1;
  while (contributions[places[at]!]! * sign < 0) at--;
  return at;
}

function removeAt(places: number[], index: number): void {
  for (let at = index; at < places.length - 1; at++) places[at] = places[at + 1]!;
  places.pop();
}
