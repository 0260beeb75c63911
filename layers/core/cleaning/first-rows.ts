import { hash32 } from '../csv/byte-hash.ts';

const WORDS = 4;
const SHARDS = 256;
const INITIAL_SLOTS = 4;
/** A shard that passes the load grows by the factor: between 68 % and 85 % of the slots are used. */
const MAX_LOAD = 0.85;
const GROWTH = 1.25;
const HASH_RANGE = 2 ** 32;
const FIRST_KEY = 0x9e3779b1;
const SECOND_KEY = 0x85ebca6b;

/** The first row of a customer: its line, and whether it is equal to the one at hand. */
export interface EarlierRow {
  readonly line: number;
  readonly isEqual: boolean;
}

/**
 * Remembers of each customer a 64-bit hash of the id, a 32-bit one of the row and the first row's line, in some 21
 * bytes and no text. Among a million ids the chance of one false match is 3e-8; a row that differs from the first is
 * taken for equal once in 4e9. The table is in shards, which grow one at a time: what moves is never held twice.
 */
export class FirstRows {
  readonly #shards = Array.from({ length: SHARDS }, () => new Shard());

  /**
   * The customer's earlier row; undefined where this is the first one, which is then remembered. The row stands in
   * `view` from `start` to `end`, its id up to `idEnd`.
   */
  add(view: DataView, start: number, idEnd: number, end: number, line: number): EarlierRow | undefined {
    const idHigh = hash32(view, start, idEnd, FIRST_KEY);
    const idLow = hash32(view, start, idEnd, SECOND_KEY);
    const row = hash32(view, idEnd, end, FIRST_KEY);
    return this.#shards[idHigh % SHARDS]!.add(idHigh, idLow, row, line);
  }
}

/** Open addressing; the slots are in the order of the lower half of the id's hash, save where they are pushed on. */
class Shard {
  /** Slots of four words: id hash (2), row hash, line; line 0 is a free slot. */
  #slots = new Uint32Array(INITIAL_SLOTS * WORDS);
  #size = 0;

  add(idHigh: number, idLow: number, row: number, line: number): EarlierRow | undefined {
    const slots = this.#slots;
    const at = this.#find(idHigh, idLow);
    if (slots[at + 3] !== 0) return { line: slots[at + 3]!, isEqual: slots[at + 2] === row };
    slots[at] = idHigh;
    slots[at + 1] = idLow;
    slots[at + 2] = row;
    slots[at + 3] = line;
    this.#size++;
    if (this.#size > (slots.length / WORDS) * MAX_LOAD) this.#grow();
    return undefined;
  }

  /** Where the id's slot is, or the free one it belongs in. */
  #find(idHigh: number, idLow: number): number {
    const slots = this.#slots;
    let at = Math.floor((idLow / HASH_RANGE) * (slots.length / WORDS)) * WORDS;
    while (slots[at + 3] !== 0 && (slots[at] !== idHigh || slots[at + 1] !== idLow)) {
      at += WORDS;
      if (at === slots.length) at = 0;
    }
    return at;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(Math.ceil((old.length / WORDS) * GROWTH) * WORDS);
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at + 3] === 0) continue;
      const to = this.#find(old[at]!, old[at + 1]!);
      for (let word = 0; word < WORDS; word++) this.#slots[to + word] = old[at + word]!;
    }
  }
}
