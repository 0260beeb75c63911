import { ByteBuffer } from './byte-buffer.ts';
import { areBytesEqual, fewBytes, hash32 } from './byte-hash.ts';
import type { CsvBatch } from './csv-batch.ts';
import { detachedCopy } from './detached-copy.ts';

const INITIAL_SLOTS = 64;
const HASH_KEY = 0x9e3779b1;
const GUESSES = 64;
const GUESS_SHIFT = 32 - Math.log2(GUESSES);
const GUESS_WORDS = 4;

export interface DictionaryLimits {
  /** Most texts. @default no limit */
  readonly maxTexts?: number;
  /** Longest text in UTF-16 units. @default no limit */
  readonly maxLength?: number;
}

/**
 * The distinct texts of a column, numbered from 0 in order of appearance. Fields are looked up by their bytes, so a
 * string is made once a distinct text.
 */
export class ByteDictionary {
  readonly #maxTexts: number;
  readonly #maxLength: number;
  readonly #texts: string[] = [];
  readonly #keys = new ByteBuffer(1024);
  /** Where each text's bytes begin in `keys`; one entry more for the end of the last. */
  #offsets = new Float64Array(INITIAL_SLOTS);
  #hashes = new Uint32Array(INITIAL_SLOTS);
  /**
   * What was found last for a cheap hash of length, first and last four bytes: these three, and the code. Most columns
   * have few texts, and for these the longer way is seldom taken.
   */
  readonly #guesses = new Int32Array(GUESSES * GUESS_WORDS).fill(-1);
  /** Open addressing, at most half full: code + 1, or 0 where free. */
  #slots = new Int32Array(INITIAL_SLOTS);

  constructor({
    maxTexts = Number.POSITIVE_INFINITY,
    maxLength = Number.POSITIVE_INFINITY,
  }: DictionaryLimits = {}) {
    this.#maxTexts = maxTexts;
    this.#maxLength = maxLength;
  }

  /** The texts by their codes; it grows. They share no memory with any batch. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** The code of a field; a new text gets the next one, or −1 where the limits are passed. */
  codeOf(batch: CsvBatch, field: number): number {
    const { view } = batch;
    const start = batch.starts[field]!;
    const end = batch.ends[field]!;
    const length = end - start;
    const head = length < 4 ? fewBytes(view, start, length) : view.getInt32(start, true);
    const tail = length < 4 ? length : view.getInt32(end - 4, true);
    const at = (Math.imul(head ^ Math.imul(tail, HASH_KEY), HASH_KEY) >>> GUESS_SHIFT) * GUESS_WORDS;
    const guesses = this.#guesses;
    if (guesses[at] === length && guesses[at + 1] === head && guesses[at + 2] === tail) {
      const guess = guesses[at + 3]!;
      if (length <= 8 || this.#isKey(guess, view, start, length)) return guess;
    }
    const code = this.#find(batch, field);
    if (code === -1) return -1;
    guesses[at] = length;
    guesses[at + 1] = head;
    guesses[at + 2] = tail;
    guesses[at + 3] = code;
    return code;
  }

  #find(batch: CsvBatch, field: number): number {
    const start = batch.starts[field]!;
    const end = batch.ends[field]!;
    const hash = hash32(batch.view, start, end, HASH_KEY);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const code = this.#slots[slot]! - 1;
      if (code === -1) return this.#add(batch, field, hash);
      if (this.#hashes[code] === hash && this.#isKey(code, batch.view, start, end - start)) return code;
      slot = (slot + 1) & mask;
    }
  }

  #isKey(code: number, view: DataView, start: number, length: number): boolean {
    const offset = this.#offsets[code]!;
    return (
      this.#offsets[code + 1]! - offset === length &&
      areBytesEqual(view, start, this.#keys.view, offset, length)
    );
  }

  #add(batch: CsvBatch, field: number, hash: number): number {
    const code = this.#texts.length;
    if (code >= this.#maxTexts || batch.textLength(field) > this.#maxLength) return -1;
    if ((code + 1) * 2 > this.#slots.length) this.#grow();
    const [start, end] = [batch.starts[field]!, batch.ends[field]!];
    this.#keys.reserve(end - start);
    this.#keys.copy(batch.view, start, end);
    this.#offsets[code + 1] = this.#keys.length;
    this.#hashes[code] = hash;
    this.#texts.push(detachedCopy(batch.text(field)));
    this.#place(code);
    return code;
  }

  #place(code: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes[code]! & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = code + 1;
  }

  #grow(): void {
    const length = this.#slots.length * 2;
    const [offsets, hashes] = [this.#offsets, this.#hashes];
    this.#offsets = new Float64Array(length);
    this.#offsets.set(offsets);
    this.#hashes = new Uint32Array(length);
    this.#hashes.set(hashes);
    this.#slots = new Int32Array(length);
    for (let code = 0; code < this.#texts.length; code++) this.#place(code);
  }
}
