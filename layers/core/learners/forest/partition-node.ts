import type { BlockRange } from './row-block.ts';

/**
 * Moves the rows of a node whose bin is at most `bin` to the front; both sides keep their order.
 * Without a branch in the loop: which side a row goes to cannot be foreseen.
 * @param scratch As long as the node, at least.
 * @returns Where the upper side begins.
 */
export function partitionNode(
  { block, start, end }: BlockRange,
  feature: number,
  bin: number,
  scratch: Uint32Array,
): number {
  const { bytes, wordsPerRow, order } = block;
  const width = 4 * wordsPerRow;
  let lower = start;
  let upper = 0;
  for (let place = start; place < end; place++) {
    const row = order[place]!;
    const isUpper = (bin - bytes[row * width + feature]!) >>> 31;
    order[lower] = row;
    scratch[upper] = row;
    lower += 1 - isUpper;
    upper += isUpper;
  }
  for (let place = 0; place < upper; place++) order[lower + place] = scratch[place]!;
  return lower;
}
