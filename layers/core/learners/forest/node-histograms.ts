import type { BlockRange } from './row-block.ts';

/** Features that are counted in one go over the rows. */
export const COUNTED_TOGETHER = 4;

/** How far the histograms of two features are apart. */
export const HISTOGRAM_ROOM = 256;

/**
 * Adds the units of the rows to the histograms of four features. Four at once take hardly longer than one: while an
 * addition waits for the one before it in the same bin, the others go on.
 */
export function countFour(
  { block, start, end }: BlockRange,
  histograms: Float64Array,
  first: number,
  second: number,
  third: number,
  fourth: number,
): void {
  const { bytes, wordsPerRow, units, order } = block;
  const width = 4 * wordsPerRow;
  for (let place = start; place < end; place++) {
    const row = order[place]!;
    const unit = units[row]!;
    const at = row * width;
    histograms[bytes[at + first]!]! += unit;
    histograms[HISTOGRAM_ROOM + bytes[at + second]!]! += unit;
    histograms[2 * HISTOGRAM_ROOM + bytes[at + third]!]! += unit;
    histograms[3 * HISTOGRAM_ROOM + bytes[at + fourth]!]! += unit;
  }
}
