import { type CodedRows, copyRow, LEFT_UNIT, type RowBlock } from './row-block.ts';

/** Draws rows with replacement and takes each drawn one once, weighted by how often it was drawn. */
export class BootstrapSampler {
  readonly #rows: CodedRows;
  /** By row; all 0 between two samples. */
  readonly #timesDrawn: Uint16Array;

  constructor(rows: CodedRows) {
    this.#rows = rows;
    this.#timesDrawn = new Uint16Array(rows.rowCount);
  }

  /**
   * Fills a block with the rows of `draws` draws, in ascending order, so that memory is read forwards.
   * @param seed A whole number in [0, 2³²).
   * @returns The sum of their units.
   */
  fill(block: RowBlock, draws: number, seed: number): number {
    draw(this.#timesDrawn, draws, seed);
    block.size = listDrawn(this.#timesDrawn, block.order);
    return takeDrawn(this.#rows, this.#timesDrawn, block);
  }
}

/** How many of the draws from `rowCount` rows fall on rows that were not drawn before, on average. */
export function expectedDistinctRows(rowCount: number, draws: number): number {
  return rowCount * (1 - (1 - 1 / rowCount) ** draws);
}

function draw(timesDrawn: Uint16Array, draws: number, seed: number): void {
  const rowsPerNumber = timesDrawn.length / 2 ** 32;
  for (let i = 0; i < draws; i++) timesDrawn[Math.floor(mixed(seed, i) * rowsPerNumber)]!++;
}

/** A number in [0, 2³²) that looks random: the finaliser of MurmurHash3 (Appleby, 2011). */
function mixed(seed: number, draw: number): number {
  let hash = Math.imul(draw, 0x9e3779b1) + seed;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Without a branch in the loop, as nothing tells which rows were drawn. */
function listDrawn(timesDrawn: Uint16Array, list: Uint32Array): number {
  let listed = 0;
  for (let row = 0; row < timesDrawn.length; row++) {
    list[listed] = row;
    listed += Math.min(timesDrawn[row]!, 1);
  }
  return listed;
}

function takeDrawn(rows: CodedRows, timesDrawn: Uint16Array, block: RowBlock): number {
  const { bytes, words, wordsPerRow, labelPlace } = rows;
  const { order, units, size } = block;
  let total = 0;
  for (let place = 0; place < size; place++) {
    const row = order[place]!;
    copyRow(words, row, block.words, place, wordsPerRow);
    const unit = timesDrawn[row]! * (1 + LEFT_UNIT * bytes[4 * row * wordsPerRow + labelPlace]!);
    timesDrawn[row] = 0;
    units[place] = unit;
    order[place] = place;
    total += unit;
  }
  return total;
}
