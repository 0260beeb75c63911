import { utf16Length } from './utf8.ts';

const INITIAL_FIELDS = 32 * 1024;
const INITIAL_RECORDS = 2 * 1024;
/** From this many texts of a batch on it is cheaper to decode all of its bytes at once. */
const FEW_TEXTS = 64;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The whole records of one block of a CSV file: where each field stands in the block's bytes, its quotes left out.
 * The reader uses one batch again and again: it is valid until the next is asked for.
 */
export class CsvBatch {
  /** The bytes that the fields stand in, and the same as a view; only those between a field's ends mean anything. */
  bytes = new Uint8Array(0);
  view = new DataView(this.bytes.buffer);
  /** Whether every byte is below 0x80, so that a byte is a character. */
  isAscii = true;
  /** Whether any field began with a quote: else the fields of a record have one byte between them. */
  hasQuotes = false;
  recordCount = 0;
  /** By field: its first byte, and the one after its last. Field f of record r is entry `firstFields[r] + f`. */
  starts = new Int32Array(INITIAL_FIELDS);
  ends = new Int32Array(INITIAL_FIELDS);
  /** By record, and one entry more: its first field. */
  firstFields = new Int32Array(INITIAL_RECORDS);
  /** By record: the line of the file on which it begins, from 1. */
  lines = new Float64Array(INITIAL_RECORDS);
  #fieldCount = 0;
  #texts = 0;
  #blockText: string | undefined;

  /** Forgets all records; `bytes` is where the next ones stand. */
  reset(bytes: Uint8Array<ArrayBuffer>, isAscii: boolean): void {
    if (bytes.buffer !== this.view.buffer) this.view = new DataView(bytes.buffer);
    this.bytes = bytes;
    this.isAscii = isAscii;
    this.hasQuotes = false;
    this.recordCount = 0;
    this.firstFields[0] = 0;
    this.#fieldCount = 0;
    this.#texts = 0;
    this.#blockText = undefined;
  }

  /** Adds a field to the open record and returns its entry. */
  addField(start: number, end: number): number {
    const field = this.#fieldCount++;
    if (field === this.starts.length) this.#growFields();
    this.starts[field] = start;
    this.ends[field] = end;
    return field;
  }

  /** Makes the fields added since the last call a record, which begins on `line`. */
  endRecord(line: number): void {
    const record = this.recordCount++;
    if (record + 2 > this.firstFields.length) this.#growRecords();
    this.lines[record] = line;
    this.firstFields[record + 1] = this.#fieldCount;
  }

  /** Leaves out the first record, the header. */
  dropFirstRecord(): void {
    this.firstFields.copyWithin(0, 1, this.recordCount + 1);
    this.lines.copyWithin(0, 1, this.recordCount);
    this.recordCount--;
  }

  /** How many fields the record has. */
  width(record: number): number {
    return this.firstFields[record + 1]! - this.firstFields[record]!;
  }

  /** Length of a field in UTF-16 units, as `text(field).length`. */
  textLength(field: number): number {
    const [start, end] = [this.starts[field]!, this.ends[field]!];
    return this.isAscii ? end - start : utf16Length(this.bytes, start, end);
  }

  /** A field as text; see `decode`. */
  text(field: number): string {
    return this.decode(this.starts[field]!, this.ends[field]!);
  }

  /**
   * The bytes from `start` to `end`, within a field, as text. It may share memory with other texts of the batch: copy
   * (`detachedCopy`) what is kept for long.
   */
  decode(start: number, end: number): string {
    if (!this.isAscii || this.#texts++ < FEW_TEXTS) return decoder.decode(this.bytes.subarray(start, end));
    this.#blockText ??= decoder.decode(this.bytes);
    return this.#blockText.slice(start, end);
  }

  /** The fields of a record as texts; see `text`. */
  texts(record: number): string[] {
    const first = this.firstFields[record]!;
    return Array.from({ length: this.width(record) }, (_, index) => this.text(first + index));
  }

  #growFields(): void {
    this.starts = twice(this.starts, new Int32Array(this.starts.length * 2));
    this.ends = twice(this.ends, new Int32Array(this.ends.length * 2));
  }

  #growRecords(): void {
    this.firstFields = twice(this.firstFields, new Int32Array(this.firstFields.length * 2));
    this.lines = twice(this.lines, new Float64Array(this.lines.length * 2));
  }
}

function twice<Values extends Int32Array | Float64Array>(values: Values, larger: Values): Values {
  larger.set(values);
  return larger;
}
