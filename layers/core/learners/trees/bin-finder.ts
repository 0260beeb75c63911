/** The upper bits of a float32 by which a cell is found: sign, exponent and seven bits of the fraction. */
const CELL_BITS = 16;
const CELL_COUNT = 2 ** CELL_BITS;

/**
 * Finds the bin of a number among ascending thresholds. The bits of a float32 are in the order of the numbers, so their
 * upper half says which few thresholds remain to be compared.
 */
export class BinFinder {
  readonly #thresholds: Float32Array;
  /** By cell, how many thresholds lie in the cells below it. */
  readonly #below = new Uint8Array(CELL_COUNT + 1);

  /** @param thresholds At most 255, ascending. */
  constructor(thresholds: Float32Array) {
    this.#thresholds = thresholds;
    const counts = new Uint8Array(CELL_COUNT + 1);
    for (const bits of bitsOf(thresholds)) counts[cellOf(bits) + 1]!++;
    let sum = 0;
    for (let cell = 0; cell <= CELL_COUNT; cell++) {
      sum += counts[cell]!;
      this.#below[cell] = sum;
    }
  }

  /**
   * Writes for each of the rows how many thresholds lie below its value: it is ≤ thresholds[bin] and
   * > thresholds[bin − 1]. NaN is taken as `missing`.
   */
  fill(values: Float32Array, rows: Uint32Array, missing: number, bins: Uint8Array): void {
    const missingBits = bitsOf(Float32Array.of(missing))[0]!;
    const missingBin = this.#binOf(missing, missingBits);
    const bits = bitsOf(values);
    for (let i = 0; i < bins.length; i++) {
      const row = rows[i]!;
      const value = values[row]!;
      bins[i] = Number.isNaN(value) ? missingBin : this.#binOf(value, bits[row]!);
    }
  }

  #binOf(value: number, bits: number): number {
    const thresholds = this.#thresholds;
    const cell = cellOf(bits);
    let low = this.#below[cell]!;
    let high = this.#below[cell + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= thresholds[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

/** Ascending with the number: negative ones count down from the middle. −0 stands just below 0. */
function cellOf(bits: number): number {
  const ordered = bits >>> 31 === 1 ? ~bits >>> 0 : (bits | 0x80000000) >>> 0;
  return ordered >>> (32 - CELL_BITS);
}
