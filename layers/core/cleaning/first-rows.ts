import { hash32 } from '../csv/byte-hash.ts';

const WORDS = 5;
const INITIAL_SLOTS = 1024;
const MAX_LOAD = 0.7;
const FIRST_KEY = 0x9e3779b1;
const SECOND_KEY = 0x85ebca6b;

/** The first row of a customer: its line, and whether it is equal to the one at hand. */
export interface EarlierRow {
  readonly line: number;
  readonly isEqual: boolean;
}

/**
 * Remembers of each customer the first row's line and 64-bit hashes of id and row: 20 bytes a slot, no text. Among a
 * million ids the chance of one false match is 3e-8.
 */
export class FirstRows {
  /** Slots of five words: id hash (2), row hash (2), line; line 0 is a free slot. */
  #slots = new Uint32Array(INITIAL_SLOTS * WORDS);
  #size = 0;

  /**
   * The customer's earlier row; undefined where this is the first one, which is then remembered. The row stands in
   * `view` from `start` to `end`, its id up to `idEnd`.
   */
  add(view: DataView, start: number, idEnd: number, end: number, line: number): EarlierRow | undefined {
    const idHigh = hash32(view, start, idEnd, FIRST_KEY);
    const idLow = hash32(view, start, idEnd, SECOND_KEY);
    const rowHigh = hash32(view, idEnd, end, FIRST_KEY);
    const rowLow = hash32(view, idEnd, end, SECOND_KEY);
    const at = this.#find(idHigh, idLow);
    const slots = this.#slots;
    if (slots[at + 4] !== 0) {
      return { line: slots[at + 4]!, isEqual: slots[at + 2] === rowHigh && slots[at + 3] === rowLow };
    }
    slots[at] = idHigh;
    slots[at + 1] = idLow;
    slots[at + 2] = rowHigh;
    slots[at + 3] = rowLow;
    slots[at + 4] = line;
    this.#size++;
    if (this.#size > (slots.length / WORDS) * MAX_LOAD) this.#grow();
    return undefined;
  }

  /** Where the id's slot is, or the free one it belongs in. */
  #find(idHigh: number, idLow: number): number {
    const slots = this.#slots;
    const mask = slots.length / WORDS - 1;
    let slot = idLow & mask;
    for (;;) {
      const at = slot * WORDS;
      if (slots[at + 4] === 0 || (slots[at] === idHigh && slots[at + 1] === idLow)) return at;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at + 4] === 0) continue;
      this.#slots.set(old.subarray(at, at + WORDS), this.#find(old[at]!, old[at + 1]!));
    }
  }
}
