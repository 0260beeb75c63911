/** Most columns named for an answer, and as many against it. */
export const REASONS_A_SIDE = 3;

/** Smaller contributions, in log-odds, come from rounding. */
const SMALLEST_CONTRIBUTION = 1e-9;

/**
 * The columns of the largest contributions, at most REASONS_A_SIDE above 0 and as many below, the strongest first; of
 * equal ones the first in the row.
 */
export function strongestColumns(contributions: Float64Array): number[] {
  const raising: number[] = [];
  const lowering: number[] = [];
  for (let column = 0; column < contributions.length; column++) {
    const contribution = contributions[column]!;
    if (contribution > SMALLEST_CONTRIBUTION) insert(raising, column, contributions);
    else if (contribution < -SMALLEST_CONTRIBUTION) insert(lowering, column, contributions);
  }
  return merged(raising, lowering, contributions);
}

/** Keeps the places of at most REASONS_A_SIDE contributions in the order of their size. */
function insert(places: number[], column: number, contributions: Float64Array): void {
  const size = Math.abs(contributions[column]!);
  let at = places.length;
  while (at > 0 && Math.abs(contributions[places[at - 1]!]!) < size) at--;
  if (at >= REASONS_A_SIDE) return;
  places.splice(at, 0, column);
  if (places.length > REASONS_A_SIDE) places.pop();
}

function merged(a: readonly number[], b: readonly number[], contributions: Float64Array): number[] {
  return [...a, ...b].sort(
    (one, other) => Math.abs(contributions[other]!) - Math.abs(contributions[one]!) || one - other,
  );
}
