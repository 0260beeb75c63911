import { MAX_CODES } from '../trees/column-bundles.ts';

/*
 * The loops that nearly all of the training time goes into. Each adds what a row weighs to the sums of its codes, one
 * code a lane of the row's word, the sums of a lane beginning MAX_CODES behind those of the lane before.
 */

/** All rows, four codes each. */
export function countFourLanes(words: Uint32Array, packed: Float64Array, sums: Float64Array): void {
  for (let row = 0; row < packed.length; row++) {
    const value = packed[row]!;
    const word = words[row]!;
    sums[word & 255]! += value;
    sums[MAX_CODES + ((word >>> 8) & 255)]! += value;
    sums[2 * MAX_CODES + ((word >>> 16) & 255)]! += value;
    sums[3 * MAX_CODES + (word >>> 24)]! += value;
  }
}

/** All rows, one code each. */
export function countOneLane(words: Uint32Array, packed: Float64Array, sums: Float64Array): void {
  for (let row = 0; row < packed.length; row++) sums[words[row]! & 255]! += packed[row]!;
}

/** The first `listed` rows of the list, four codes each. */
export function countFourLanesListed(
  words: Uint32Array,
  packed: Float64Array,
  list: Uint32Array,
  listed: number,
  sums: Float64Array,
): void {
  for (let k = 0; k < listed; k++) {
    const row = list[k]!;
    const value = packed[row]!;
    const word = words[row]!;
    sums[word & 255]! += value;
    sums[MAX_CODES + ((word >>> 8) & 255)]! += value;
    sums[2 * MAX_CODES + ((word >>> 16) & 255)]! += value;
    sums[3 * MAX_CODES + (word >>> 24)]! += value;
  }
}

/** The first `listed` rows of the list, one code each. */
export function countOneLaneListed(
  words: Uint32Array,
  packed: Float64Array,
  list: Uint32Array,
  listed: number,
  sums: Float64Array,
): void {
  for (let k = 0; k < listed; k++) {
    const row = list[k]!;
    sums[words[row]! & 255]! += packed[row]!;
  }
}

/** The first `listed` rows of the list, four codes each, to the sums at the place of their node. */
export function countFourLanesByNode(
  words: Uint32Array,
  packed: Float64Array,
  list: Uint32Array,
  listed: number,
  node: Uint8Array,
  places: Uint32Array,
  sums: Float64Array,
): void {
  for (let k = 0; k < listed; k++) {
    const row = list[k]!;
    const value = packed[row]!;
    const word = words[row]!;
    const at = places[node[row]!]!;
    sums[at + (word & 255)]! += value;
    sums[at + MAX_CODES + ((word >>> 8) & 255)]! += value;
    sums[at + 2 * MAX_CODES + ((word >>> 16) & 255)]! += value;
    sums[at + 3 * MAX_CODES + (word >>> 24)]! += value;
  }
}

/** The first `listed` rows of the list, one code each, to the sums at the place of their node. */
export function countOneLaneByNode(
  words: Uint32Array,
  packed: Float64Array,
  list: Uint32Array,
  listed: number,
  node: Uint8Array,
  places: Uint32Array,
  sums: Float64Array,
): void {
  for (let k = 0; k < listed; k++) {
    const row = list[k]!;
    sums[places[node[row]!]! + (words[row]! & 255)]! += packed[row]!;
  }
}
