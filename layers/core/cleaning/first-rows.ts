import { hash32 } from '../csv/byte-hash.ts';
import { HashSlots } from './hash-slots.ts';
import { idHigh, idLow, SHARDS } from './id-hash.ts';
import type { RepeatedIds } from './repeated-ids.ts';
import type { TextRange } from './trimmed-field.ts';

/** Lower and upper half of the id's hash, hash of the row, line. */
const WORDS = 4;
const ROW_KEY = 0x9e3779b1;

/** The first row of a customer: its line, and whether it is equal to the one at hand. */
export interface EarlierRow {
  readonly line: number;
  readonly isEqual: boolean;
}

/**
 * Remembers of each customer a 64-bit hash of the id, a 32-bit one of the row and the first row's line, in some 21
 * bytes and no text. Among a million ids the chance of one false match is 3e-8; a row that differs from the first is
 * taken for equal once in 4e9. Where it is known which ids are repeated, it remembers these alone.
 */
export class FirstRows {
  readonly #shards = Array.from({ length: SHARDS }, () => new HashSlots(WORDS));
  readonly #repeated: RepeatedIds | undefined;

  constructor(repeated?: RepeatedIds) {
    this.#repeated = repeated;
  }

  /**
   * The customer's earlier row; undefined where this is the first one, which is then remembered. The id stands in
   * `idView`, the row's other fields in `view` from `start` to `end`.
   */
  add(
    idView: DataView,
    id: TextRange,
    view: DataView,
    start: number,
    end: number,
    line: number,
  ): EarlierRow | undefined {
    const high = idHigh(idView, id.start, id.end);
    const low = idLow(idView, id.start, id.end);
    if (this.#repeated?.has(high, low) === false) return undefined;
    const row = hash32(view, start, end, ROW_KEY);
    const slots = this.#shards[high % SHARDS]!;
    const at = slots.find(high, low);
    const { words } = slots;
    if (words[at] !== 0) return { line: words[at + 3]!, isEqual: words[at + 2] === row };
    words[at] = low;
    words[at + 1] = high;
    words[at + 2] = row;
    words[at + 3] = line;
    slots.filled();
    return undefined;
  }
}
