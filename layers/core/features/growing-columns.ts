import type { CategoryCodes, CategoryColumn, NumericColumn } from '../table/feature-table.ts';
import { GrowingArray } from './growing-array.ts';

/** A numeric column that grows. */
export class GrowingNumbers {
  readonly #name: string;
  readonly #values: GrowingArray<Float32Array>;

  /** `expectedRows` spares copying where it is right. */
  constructor(name: string, expectedRows: number | undefined) {
    this.#name = name;
    this.#values = new GrowingArray(Float32Array, expectedRows);
  }

  /** Adds some rows; NaN is missing. */
  add(values: Float64Array): void {
    this.#values.add(values);
  }

  /** The column, whose values are in shared memory; to be called once. */
  build(): NumericColumn {
    return { kind: 'numeric', name: this.#name, values: this.#values.join(Float32Array) };
  }
}

/** A category column that grows; codes are given in order of appearance. */
export class GrowingCategories {
  readonly #name: string;
  readonly #dictionary: readonly string[];
  readonly #codes: GrowingArray<CategoryCodes>;

  /** `dictionary` grows as codes are added; `expectedRows` spares copying where it holds at most 256 texts. */
  constructor(name: string, dictionary: readonly string[], expectedRows: number | undefined) {
    this.#name = name;
    this.#dictionary = dictionary;
    this.#codes = new GrowingArray<CategoryCodes>(Uint8Array, expectedRows);
  }

  /** Adds the codes of some rows. */
  add(codes: Int32Array): void {
    this.#codes.useType(this.#codeType());
    this.#codes.add(codes);
  }

  /** The column, whose codes are in shared memory and as small as its dictionary allows; to be called once. */
  build(): CategoryColumn {
    const codes = this.#codes.join(this.#codeType());
    return { kind: 'category', name: this.#name, codes, dictionary: this.#dictionary };
  }

  #codeType(): typeof Uint8Array | typeof Uint16Array | typeof Uint32Array {
    const { length } = this.#dictionary;
    if (length <= 2 ** 8) return Uint8Array;
    return length <= 2 ** 16 ? Uint16Array : Uint32Array;
  }
}

/** Labels that grow. */
export class GrowingLabels {
  readonly #labels: GrowingArray<Uint8Array>;

  constructor(expectedRows: number | undefined) {
    this.#labels = new GrowingArray(Uint8Array, expectedRows);
  }

  /** Adds the labels of some rows. */
  add(labels: Uint8Array): void {
    this.#labels.add(labels);
  }

  /** All labels, in shared memory; to be called once. */
  build(): Uint8Array {
    return this.#labels.join(Uint8Array);
  }
}
