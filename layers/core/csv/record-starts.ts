import { BYTE_ORDER_MARK, hasByteOrderMark, isLineEnd, QUOTE } from './characters.ts';
import type { CsvDelimiter } from './delimiter.ts';

const LINE_START = 0;
const FIELD_START = 1;
const PLAIN = 2;
const QUOTED = 3;
/** After a quote inside quotes: the field's end, or the first of two that stand for one. */
const MAYBE_CLOSED = 4;

/**
 * Finds where a file can be cut so that each part is whole records: for each of the ascending `targets`, the offset of
 * the first record after the header that begins there or later; the file's length where none does. Quoted line ends are
 * no ends. Reads no further than the last of them.
 */
export async function findRecordStarts(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: CsvDelimiter,
  targets: readonly number[],
): Promise<number[]> {
  const walk = new RecordWalk(delimiter.charCodeAt(0));
  const starts: number[] = [];
  let offset = 0;
  for await (const chunk of chunks) {
    walk.enter(chunk, offset === 0 && hasByteOrderMark(chunk) ? BYTE_ORDER_MARK.length : 0);
    while (starts.length < targets.length) {
      const found = walk.recordStart(targets[starts.length]! - offset);
      if (found === undefined) break;
      starts.push(offset + found);
    }
    offset += chunk.length;
    if (starts.length === targets.length) break;
  }
  return targets.map((_, index) => starts[index] ?? offset);
}

/** Walks through a file chunk by chunk and knows what it stands in. */
class RecordWalk {
  readonly #delimiterCode: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #index = 0;
  #state = LINE_START;
  #isHeaderPassed = false;

  constructor(delimiterCode: number) {
    this.#delimiterCode = delimiterCode;
  }

  /** Goes on at an index of the next chunk, the one before having been walked through. */
  enter(chunk: Uint8Array, index: number): void {
    this.#bytes = chunk;
    this.#index = index;
  }

  /** Walks to the first record at or after the index; undefined where the chunk ends before it. */
  recordStart(target: number): number | undefined {
    const bytes = this.#bytes;
    if (target >= bytes.length && this.#skipChunk()) return undefined;
    for (; this.#index < bytes.length; this.#index++) {
      const byte = bytes[this.#index]!;
      if (this.#state === LINE_START && !isLineEnd(byte)) {
        if (this.#isHeaderPassed && this.#index >= target) return this.#index;
        this.#isHeaderPassed = true;
      }
      this.#state = this.#after(byte);
    }
    return undefined;
  }

  /** Passes the rest of the chunk by its last byte alone, where there are no quotes in it. */
  #skipChunk(): boolean {
    const rest = this.#bytes.subarray(this.#index);
    const last = rest.at(-1);
    if (last === undefined) return true;
    if (!this.#isHeaderPassed || this.#state >= QUOTED || rest.indexOf(QUOTE) !== -1) return false;
    this.#state = this.#plainAfter(last);
    this.#index = this.#bytes.length;
    return true;
  }

  #after(byte: number): number {
    if (this.#state === QUOTED) return byte === QUOTE ? MAYBE_CLOSED : QUOTED;
    if (byte === QUOTE && this.#state !== PLAIN) return QUOTED;
    return this.#plainAfter(byte);
  }

  #plainAfter(byte: number): number {
    if (byte === this.#delimiterCode) return FIELD_START;
    return isLineEnd(byte) ? LINE_START : PLAIN;
  }
}
