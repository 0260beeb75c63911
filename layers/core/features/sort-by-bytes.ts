/** A key is so many bytes of a text and, below them, the text's number: 2²⁴ texts at most. */
const KEY_BYTES = 5;
const MOST_TEXTS = 2 ** 24;
/** Up to so many texts a sort by pairs is quicker than one of keys. */
const FEW_TEXTS = 12;

/**
 * The numbers of texts in the ascending order of their bytes, which is that of the code points of UTF-8; equal ones stay
 * in their order. Text n stands in `bytes` from `starts[n]` to `starts[n + 1]`, and none holds a NUL.
 * @throws RangeError for more than 2²⁴ texts
 */
export function sortByBytes(bytes: Uint8Array, starts: Uint32Array): Uint32Array {
  const count = starts.length - 1;
  if (count > MOST_TEXTS) throw new RangeError(`${count} texts are more than ${MOST_TEXTS}.`);
  const order = new Uint32Array(count);
  for (let n = 0; n < count; n++) order[n] = n;
  new ByteSorter(bytes, starts, order).sort(0, count, 0);
  return order;
}

/** Sorts by the first five bytes natively, then what is equal in these by the next five, and so on. */
class ByteSorter {
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #order: Uint32Array;
  readonly #keys: BigUint64Array;
  /** The lower and the upper half of each key, on any machine that Node runs on. */
  readonly #words: Uint32Array;

  constructor(bytes: Uint8Array, starts: Uint32Array, order: Uint32Array) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#order = order;
    this.#keys = new BigUint64Array(order.length);
    this.#words = new Uint32Array(this.#keys.buffer);
  }

  /** Sorts the texts from place `from` to `to`, which are the same before byte `depth`. */
  sort(from: number, to: number, depth: number): void {
    if (to - from <= FEW_TEXTS) {
      this.#sortFew(from, to, depth);
      return;
    }
    const [order, words] = [this.#order, this.#words];
    for (let place = from; place < to; place++) this.#setKey(place, depth);
    this.#keys.subarray(from, to).sort();
    for (let place = from; place < to; place++) order[place] = words[2 * place]! & (MOST_TEXTS - 1);
    this.#sortEqual(from, to, depth);
  }

  #setKey(place: number, depth: number): void {
    const [bytes, text] = [this.#bytes, this.#order[place]!];
    const end = this.#starts[text + 1]!;
    const at = this.#starts[text]! + depth;
    const byte = (index: number) => (at + index < end ? bytes[at + index]! : 0);
    this.#words[2 * place + 1] = (byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3);
    this.#words[2 * place] = (byte(4) << 24) | text;
  }

  /** Goes on with each run of equal keys whose texts are longer. */
  #sortEqual(from: number, to: number, depth: number): void {
    const words = this.#words;
    // Deeper sorts write other keys over those of their own run alone.
    for (let start = from; start < to; ) {
      const [upper, lower] = [words[2 * start + 1]!, words[2 * start]! >>> 24];
      let end = start + 1;
      while (end < to && words[2 * end + 1] === upper && words[2 * end]! >>> 24 === lower) end++;
      if (end - start > 1 && lower !== 0) this.sort(start, end, depth + KEY_BYTES);
      start = end;
    }
  }

  #sortFew(from: number, to: number, depth: number): void {
    const order = this.#order;
    for (let place = from + 1; place < to; place++) {
      const text = order[place]!;
      let hole = place;
      for (; hole > from && this.#isAfter(order[hole - 1]!, text, depth); hole--)
        order[hole] = order[hole - 1]!;
      order[hole] = text;
    }
  }

  #isAfter(one: number, other: number, depth: number): boolean {
    const [bytes, starts] = [this.#bytes, this.#starts];
    const [oneEnd, otherEnd] = [starts[one + 1]!, starts[other + 1]!];
    let [at, otherAt] = [starts[one]! + depth, starts[other]! + depth];
    while (at < oneEnd && otherAt < otherEnd && bytes[at] === bytes[otherAt]) {
      at++;
      otherAt++;
    }
    if (at === oneEnd) return false;
    return otherAt === otherEnd || bytes[at]! > bytes[otherAt]!;
  }
}
