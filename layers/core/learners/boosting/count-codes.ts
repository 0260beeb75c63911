import { MAX_CODES } from '../trees/column-bundles.ts';
import { type CodeWords, LANES } from './code-words.ts';

/** The rows that a count is made of. */
export interface CountedRows {
  /** What each row adds to the sums of its codes. */
  readonly packed: Float64Array;
  /** The node of each row. */
  readonly node: Uint8Array;
  /** The rows to count, the first `listed` entries; every row, all in one node, where it is undefined. */
  readonly list?: Uint32Array | undefined;
  readonly listed: number;
}

/**
 * Adds the rows to the sums by code, one bundle after another, MAX_CODES apart.
 * @param places By node, where its sums begin. @param node The node of all rows where there is no list.
 */
export function countCodes(
  { words, rowCount, bundleCount }: CodeWords,
  rows: CountedRows,
  places: Uint32Array,
  node: number,
  sums: Float64Array,
): void {
  for (let bundle = 0; bundle < bundleCount; bundle += LANES) {
    const group = words.subarray((bundle / LANES) * rowCount, (bundle / LANES + 1) * rowCount);
    const lanes = Math.min(LANES, bundleCount - bundle);
    const first = bundle * MAX_CODES;
    if (rows.list === undefined) {
      const target = sums.subarray(places[node]! + first, places[node]! + first + lanes * MAX_CODES);
      if (lanes === LANES) countFourLanes(group, rows.packed, target);
      else countFewLanes(group, rows.packed, lanes, target);
    } else if (lanes === LANES) {
      countFourLanesListed(group, rows, rows.list, places, first, sums);
    } else {
      countFewLanesListed(group, rows, rows.list, places, first, lanes, sums);
    }
  }
}

function countFourLanes(words: Uint32Array, packed: Float64Array, sums: Float64Array): void {
  for (let row = 0; row < packed.length; row++) {
    const value = packed[row]!;
    const word = words[row]!;
    sums[word & 255]! += value;
    sums[MAX_CODES + ((word >>> 8) & 255)]! += value;
    sums[2 * MAX_CODES + ((word >>> 16) & 255)]! += value;
    sums[3 * MAX_CODES + (word >>> 24)]! += value;
  }
}

function countFewLanes(words: Uint32Array, packed: Float64Array, lanes: number, sums: Float64Array): void {
  for (let row = 0; row < packed.length; row++) {
    const value = packed[row]!;
    let word = words[row]!;
    for (let lane = 0; lane < lanes; lane++, word >>>= 8) sums[lane * MAX_CODES + (word & 255)]! += value;
  }
}

function countFourLanesListed(
  words: Uint32Array,
  { packed, node, listed }: CountedRows,
  list: Uint32Array,
  places: Uint32Array,
  first: number,
  sums: Float64Array,
): void {
  for (let k = 0; k < listed; k++) {
    const row = list[k]!;
    const value = packed[row]!;
    const word = words[row]!;
    const at = places[node[row]!]! + first;
    sums[at + (word & 255)]! += value;
    sums[at + MAX_CODES + ((word >>> 8) & 255)]! += value;
    sums[at + 2 * MAX_CODES + ((word >>> 16) & 255)]! += value;
    sums[at + 3 * MAX_CODES + (word >>> 24)]! += value;
  }
}

function countFewLanesListed(
  words: Uint32Array,
  { packed, node, listed }: CountedRows,
  list: Uint32Array,
  places: Uint32Array,
  first: number,
  lanes: number,
  sums: Float64Array,
): void {
  for (let k = 0; k < listed; k++) {
    const row = list[k]!;
    const value = packed[row]!;
    let word = words[row]!;
    const at = places[node[row]!]! + first;
    for (let lane = 0; lane < lanes; lane++, word >>>= 8)
      sums[at + lane * MAX_CODES + (word & 255)]! += value;
  }
}
