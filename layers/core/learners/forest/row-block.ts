import { partOf, type Team } from '../team.ts';
import type { BinnedFeature } from '../trees/binned-feature.ts';

/** Added to a row's unit if it left: counts and leavers share one float64, exact below 2²⁶ rows. */
export const LEFT_UNIT = 2 ** 26;

/** Binned rows one behind another: a byte for each feature, one for the label, then zeros. */
export interface CodedRows {
  readonly bytes: Uint8Array;
  /** The same memory, by which rows are copied. */
  readonly words: Uint32Array;
  /** An even number. */
  readonly wordsPerRow: number;
  /** Which byte of a row is its label, 0 or 1. */
  readonly labelPlace: number;
  readonly rowCount: number;
}

/** Rows copied close together, so that the nodes that hold them are read from the processor's cache. */
export interface RowBlock {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly wordsPerRow: number;
  /** For each row how often it was drawn, and LEFT_UNIT times that more if it left. */
  readonly units: Float64Array;
  /** The rows' places in the block; those of a node are next to each other. */
  readonly order: Uint32Array;
  /** Rows in use; the arrays may have room for more, and `order` for one more than that. */
  size: number;
}

/** The rows of a node, `block.order[start..end)`. */
export interface BlockRange {
  readonly block: RowBlock;
  readonly start: number;
  readonly end: number;
}

/** Writes the bins and the label of every training row into the team's memory, each member some of the rows. */
export function codeRows(features: readonly BinnedFeature[], labels: Uint8Array, team: Team): CodedRows {
  const rowCount = labels.length;
  const wordsPerRow = 2 * Math.ceil((features.length + 1) / 8);
  const memory = team.sharedMemory(4 * wordsPerRow * rowCount);
  const bytes = new Uint8Array(memory);
  const { start, end } = partOf(team, rowCount);
  const columns = [...features.map(({ bins }) => bins), labels];
  for (const [place, column] of columns.entries()) {
    writeColumn(column, start, end, bytes, place, 4 * wordsPerRow);
  }
  team.barrier();
  return { bytes, words: new Uint32Array(memory), wordsPerRow, labelPlace: features.length, rowCount };
}

/** An empty block. */
export function rowBlock(capacity: number, wordsPerRow: number): RowBlock {
  const words = new Uint32Array(capacity * wordsPerRow);
  return {
    bytes: new Uint8Array(words.buffer),
    words,
    wordsPerRow,
    units: new Float64Array(capacity),
    order: new Uint32Array(capacity + 1),
    size: 0,
  };
}

/** Fills a block with the rows of a node, in their order. */
export function copyNode({ block: from, start, end }: BlockRange, to: RowBlock): void {
  to.size = end - start;
  for (let place = 0; place < to.size; place++) {
    const row = from.order[start + place]!;
    copyRow(from.words, row, to.words, place, from.wordsPerRow);
    to.units[place] = from.units[row]!;
    to.order[place] = place;
  }
}

/** Copies a row's words, two at a time. */
export function copyRow(
  from: Uint32Array,
  row: number,
  to: Uint32Array,
  place: number,
  wordsPerRow: number,
): void {
  const source = row * wordsPerRow;
  const target = place * wordsPerRow;
  for (let word = 0; word < wordsPerRow; word += 2) {
    to[target + word] = from[source + word]!;
    to[target + word + 1] = from[source + word + 1]!;
  }
}

function writeColumn(
  column: Uint8Array,
  start: number,
  end: number,
  bytes: Uint8Array,
  place: number,
  step: number,
): void {
  for (let row = start; row < end; row++) bytes[row * step + place] = column[row]!;
}
