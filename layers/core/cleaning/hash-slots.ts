const INITIAL_SLOTS = 4;
/** A table that passes the load grows by the factor: between 68 % and 85 % of the slots are used. */
const MAX_LOAD = 0.85;
const GROWTH = 1.25;
const HASH_RANGE = 2 ** 32;

/**
 * A hash table of slots of so many 32-bit words: the lower half of a hash, never 0 where the slot is used; its upper
 * half, where there is a second word; and what the owner puts after it. Open addressing: the slots are in the order of
 * the lower half, save where they are pushed on.
 */
export class HashSlots {
  words: Uint32Array;
  readonly #wordsASlot: number;
  #size = 0;

  constructor(wordsASlot: number) {
    this.#wordsASlot = wordsASlot;
    this.words = new Uint32Array(INITIAL_SLOTS * wordsASlot);
  }

  /** The first word of the hash's slot, or of the free one, whose first word is 0, that it belongs in. `low` is not 0. */
  find(high: number, low: number): number {
    const words = this.words;
    const width = this.#wordsASlot;
    let at = homeOf(low, words.length / width) * width;
    while (words[at] !== 0 && (words[at] !== low || (width > 1 && words[at + 1] !== high))) {
      at += width;
      if (at === words.length) at = 0;
    }
    return at;
  }

  /** To be called once a free slot was filled; slots may then be elsewhere. */
  filled(): void {
    this.#size++;
    if (this.#size > (this.words.length / this.#wordsASlot) * MAX_LOAD) this.#grow();
  }

  #grow(): void {
    const old = this.words;
    const width = this.#wordsASlot;
    this.words = new Uint32Array(Math.ceil((old.length / width) * GROWTH) * width);
    const { words } = this;
    const slots = words.length / width;
    for (let at = 0; at < old.length; at += width) {
      if (old[at] === 0) continue;
      let to = homeOf(old[at]!, slots) * width;
      while (words[to] !== 0) to = to + width === words.length ? 0 : to + width;
      for (let word = 0; word < width; word++) words[to + word] = old[at + word]!;
    }
  }
}

/** The slot of so many that a hash belongs in. */
function homeOf(low: number, slots: number): number {
  return Math.floor((low / HASH_RANGE) * slots);
}
