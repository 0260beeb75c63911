import { ByteBuffer } from '../csv/byte-buffer.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import type { CsvWriter } from '../csv/csv-writer.ts';
import { sortByBytes } from './sort-by-bytes.ts';
import { ID_POSITION } from './table-reader.ts';

const BUFFER_BYTES = 1024 * 1024;
const MARGIN_BYTES = 8 * 1024;

/**
 * Holds the rows of a part as text, to write them in the byte order of their customers' ids: the database, whose key is
 * the id, takes sorted rows faster. Some 16 bytes a row beside the texts of rows and ids, used again for the next part.
 */
export class RowsById {
  readonly #buffers: ByteBuffer[] = [];
  #out: ByteBuffer;
  /** How many buffers are full. */
  #full = 0;
  #fullBytes = 0;
  /** By row: its buffer, and where it begins and ends there. */
  readonly #places: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #ids = new ByteBuffer(MARGIN_BYTES);
  /** By row, and one entry more: where its id begins. */
  readonly #idStarts: Uint32Array;
  #count = 0;

  constructor(maxRows: number) {
    this.#out = this.#bufferAt(0);
    this.#places = new Uint32Array(maxRows);
    this.#starts = new Uint32Array(maxRows);
    this.#ends = new Uint32Array(maxRows);
    this.#idStarts = new Uint32Array(maxRows + 1);
  }

  /** Where the next row is to be written, before `endRow`. */
  get out(): ByteBuffer {
    return this.#out;
  }

  get count(): number {
    return this.#count;
  }

  /** Of the rows held. */
  get bytes(): number {
    return this.#fullBytes + this.#out.length;
  }

  /** What was added to `out` since the last call is the row of a record. */
  endRow(batch: CsvBatch, record: number): void {
    const [row, { length }] = [this.#count++, this.#out];
    const isFirst = row === 0 || this.#places[row - 1] !== this.#full;
    this.#places[row] = this.#full;
    this.#starts[row] = isFirst ? 0 : this.#ends[row - 1]!;
    this.#ends[row] = length;
    this.#addId(batch, batch.firstFields[record]! + ID_POSITION);
    if (length >= BUFFER_BYTES) this.#nextBuffer();
  }

  /** Writes all rows in order and forgets them. */
  async write(writer: CsvWriter): Promise<void> {
    for (const row of sortByBytes(this.#ids.bytes, this.#idStarts.subarray(0, this.#count + 1))) {
      const [start, end] = [this.#starts[row]!, this.#ends[row]!];
      writer.out.reserve(end - start);
      writer.out.copy(this.#buffers[this.#places[row]!]!.view, start, end);
      if (writer.isFull) await writer.flush();
    }
    this.#out = this.#bufferAt(0);
    this.#full = 0;
    this.#fullBytes = 0;
    this.#ids.length = 0;
    this.#count = 0;
  }

  #addId({ starts, ends, view }: CsvBatch, field: number): void {
    const [start, end] = [starts[field]!, ends[field]!];
    this.#ids.reserve(end - start);
    this.#ids.copy(view, start, end);
    this.#idStarts[this.#count] = this.#ids.length;
  }

  #nextBuffer(): void {
    this.#fullBytes += this.#out.length;
    this.#out = this.#bufferAt(++this.#full);
  }

  #bufferAt(index: number): ByteBuffer {
    this.#buffers[index] ??= new ByteBuffer(BUFFER_BYTES + MARGIN_BYTES);
    const buffer = this.#buffers[index];
    buffer.length = 0;
    return buffer;
  }
}
