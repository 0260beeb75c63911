import { MAX_CODES } from '../trees/column-bundles.ts';
import { type CodeWords, LANES } from './code-words.ts';
import {
  countFourLanes,
  countFourLanesByNode,
  countFourLanesListed,
  countOneLane,
  countOneLaneByNode,
  countOneLaneListed,
} from './count-kernels.ts';

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

/** How many sums by code there are: a whole number of words, the last of which may have lanes without a bundle. */
export function sumCount(bundleCount: number): number {
  return Math.ceil(bundleCount / LANES) * LANES * MAX_CODES;
}

/**
 * Adds the rows to the sums by code, one bundle after another, MAX_CODES apart.
 * @param nodes The nodes that the rows are in. @param places By node, where its `sumCount` sums begin.
 */
export function countCodes(
  { words, rowCount, bundleCount }: CodeWords,
  rows: CountedRows,
  nodes: readonly number[],
  places: Uint32Array,
  sums: Float64Array,
): void {
  for (let bundle = 0; bundle < bundleCount; bundle += LANES) {
    const group = words.subarray((bundle / LANES) * rowCount, (bundle / LANES + 1) * rowCount);
    const target = sums.subarray(bundle * MAX_CODES);
    const hasOneLane = bundle === bundleCount - 1;
    if (nodes.length === 1) countOneNode(group, rows, target.subarray(places[nodes[0]!]!), hasOneLane);
    else countNodes(group, rows, places, target, hasOneLane);
  }
}

function countOneNode(
  words: Uint32Array,
  { packed, list, listed }: CountedRows,
  sums: Float64Array,
  hasOneLane: boolean,
): void {
  if (list === undefined) (hasOneLane ? countOneLane : countFourLanes)(words, packed, sums);
  else (hasOneLane ? countOneLaneListed : countFourLanesListed)(words, packed, list, listed, sums);
}

function countNodes(
  words: Uint32Array,
  { packed, list, listed, node }: CountedRows,
  places: Uint32Array,
  sums: Float64Array,
  hasOneLane: boolean,
): void {
  if (list === undefined) throw new TypeError('rows of several nodes are counted by a list');
  const count = hasOneLane ? countOneLaneByNode : countFourLanesByNode;
  count(words, packed, list, listed, node, places, sums);
}
