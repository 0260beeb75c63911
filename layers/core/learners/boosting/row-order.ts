import { type ColumnBundles, MAX_CODES } from '../trees/column-bundles.ts';

/** A part of the order: the rows of one node of the tree that is being grown. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** The training rows, kept in such an order that those of each node stand together. */
export class RowOrder {
  /** Rows of a node in ascending order, so that memory is read forwards. */
  readonly order: Uint32Array;
  readonly #bundles: ColumnBundles;
  readonly #scratch: Uint32Array;
  readonly #goesLower = new Uint8Array(MAX_CODES);

  constructor(bundles: ColumnBundles, rowCount: number) {
    this.order = new Uint32Array(rowCount);
    this.#bundles = bundles;
    this.#scratch = new Uint32Array(rowCount);
  }

  /** Puts all rows into one node again. */
  reset(): RowRange {
    for (let i = 0; i < this.order.length; i++) this.order[i] = i;
    return { start: 0, end: this.order.length };
  }

  /** Moves the rows whose feature is at most in `bin` to the front, both sides keeping their order. */
  part({ start, end }: RowRange, feature: number, bin: number): [lower: RowRange, upper: RowRange] {
    const { codes, bundleCount, bundleOf } = this.#bundles;
    const bundle = bundleOf[feature]!;
    const goesLower = this.#sides(feature, bin);
    const [order, scratch] = [this.order, this.#scratch];
    let lower = start;
    let upper = 0;
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      const isLower = goesLower[codes[row * bundleCount + bundle]!]!;
      order[lower] = row;
      scratch[upper] = row;
      lower += isLower;
      upper += 1 - isLower;
    }
    order.set(scratch.subarray(0, upper), lower);
    return [
      { start, end: lower },
      { start: lower, end },
    ];
  }

  /** Adds a value to the log-odds of the node's rows. */
  addValue({ start, end }: RowRange, value: number, logOdds: Float64Array): void {
    const order = this.order;
    for (let i = start; i < end; i++) logOdds[order[i]!]! += value;
  }

  /** Adds a value to the rows on each side of a split, which needs no moving of rows. */
  addValues(
    { start, end }: RowRange,
    feature: number,
    bin: number,
    lower: number,
    upper: number,
    logOdds: Float64Array,
  ): void {
    const { codes, bundleCount, bundleOf } = this.#bundles;
    const bundle = bundleOf[feature]!;
    const goesLower = this.#sides(feature, bin);
    const values = Float64Array.of(upper, lower);
    const order = this.order;
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      logOdds[row]! += values[goesLower[codes[row * bundleCount + bundle]!]!]!;
    }
  }

  /** For each code of the feature's bundle 1 if it goes to the lower side; valid until the next call. */
  #sides(feature: number, bin: number): Uint8Array {
    const { binOfCode } = this.#bundles;
    const goesLower = this.#goesLower;
    for (let code = 0; code < MAX_CODES; code++) {
      goesLower[code] = binOfCode[feature * MAX_CODES + code]! <= bin ? 1 : 0;
    }
    return goesLower;
  }
}
