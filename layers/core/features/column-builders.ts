import { detachedCopy } from '../csv/detached-copy.ts';
import type { CategoryColumn, NumericColumn } from '../table/feature-table.ts';

const INITIAL_ROWS = 4096;

/** A numeric column that grows. */
export class NumericColumnBuilder {
  readonly #name: string;
  #values = new Float32Array(INITIAL_ROWS);
  #length = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(value: number): void {
    if (this.#length === this.#values.length) this.#values = grown(this.#values, Float32Array);
    this.#values[this.#length++] = value;
  }

  build(): NumericColumn {
    return { kind: 'numeric', name: this.#name, values: this.#values.slice(0, this.#length) };
  }
}

/** A category column that grows; codes are given in order of appearance. */
export class CategoryColumnBuilder {
  readonly #name: string;
  readonly #codeOf = new Map<string, number>();
  readonly #dictionary: string[] = [];
  #codes = new Uint32Array(INITIAL_ROWS);
  #length = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(value: string): void {
    let code = this.#codeOf.get(value);
    if (code === undefined) {
      code = this.#dictionary.length;
      const kept = detachedCopy(value);
      this.#codeOf.set(kept, code);
      this.#dictionary.push(kept);
    }
    if (this.#length === this.#codes.length) this.#codes = grown(this.#codes, Uint32Array);
    this.#codes[this.#length++] = code;
  }

  build(): CategoryColumn {
    return {
      kind: 'category',
      name: this.#name,
      codes: this.#codes.slice(0, this.#length),
      dictionary: this.#dictionary,
    };
  }
}

/** Labels that grow. */
export class LabelBuilder {
  #labels = new Uint8Array(INITIAL_ROWS);
  #length = 0;

  add(label: number): void {
    if (this.#length === this.#labels.length) this.#labels = grown(this.#labels, Uint8Array);
    this.#labels[this.#length++] = label;
  }

  build(): Uint8Array {
    return this.#labels.slice(0, this.#length);
  }
}

type Growable = Float32Array | Uint32Array | Uint8Array;

function grown<Values extends Growable>(values: Values, Type: new (length: number) => Values): Values {
  const larger = new Type(values.length * 2);
  larger.set(values);
  return larger;
}
