import { DataError } from '../errors.ts';
import { CARRIAGE_RETURN, LINE_FEED, QUOTE } from './characters.ts';
import type { CsvBatch } from './csv-batch.ts';
import { fieldEnd } from './field-end.ts';
import { removeQuotes } from './remove-quotes.ts';
import { utf16Length } from './utf8.ts';

export interface ScanOptions {
  readonly delimiterCode: number;
  /** Nothing follows the bytes: their last record needs no line end. */
  readonly atEnd: boolean;
  /** Line of the file on which the bytes begin. */
  readonly line: number;
  /** Longest record in UTF-16 units, its quotes and delimiters among them. */
  readonly maxRecordLength: number;
}

/** Where the bytes that belong to no whole record begin, and the line of the file there. */
export interface Rest {
  readonly start: number;
  readonly line: number;
}

/**
 * Splits bytes into records by RFC 4180; LF, CRLF and CR end a line, blank lines are skipped. A quote counts at the
 * beginning of a field only; characters between a closing quote and the next delimiter are kept. The quotes are taken
 * out of the bytes in place, of whole records alone.
 * @throws DataError `CSV_RECORD_TOO_LONG`, `CSV_QUOTE_NOT_CLOSED`, both naming the line.
 */
export class RecordScanner {
  /** Entries of the batch whose field began with a quote. */
  readonly #quoted: number[] = [];
  #position = 0;
  #line = 1;
  #quoteLine: number | undefined;

  /** Fills the batch, which must have been reset to the bytes. */
  scan(batch: CsvBatch, options: ScanOptions): Rest {
    this.#position = 0;
    this.#line = options.line;
    this.#quoted.length = 0;
    const length = batch.bytes.length;
    let start = 0;
    let line = options.line;
    let wholeQuoted = 0;
    do {
      start = this.#position;
      line = this.#line;
      wholeQuoted = this.#quoted.length;
      this.#quoteLine = undefined;
    } while (start < length && this.#scanRecord(batch, options));
    this.#quoted.length = wholeQuoted;
    if (length - start > options.maxRecordLength) this.#refuseLong(batch.bytes, start, length, line, options);
    if (options.atEnd && start < length) throw quoteNotClosed(this.#quoteLine ?? line);
    batch.hasQuotes = this.#quoted.length > 0;
    for (const field of this.#quoted) removeQuotes(batch, field);
    return { start: Math.min(start, length), line };
  }

  /** Scans the record, or blank line, at the position; false where the bytes end before it does. */
  #scanRecord(batch: CsvBatch, options: ScanOptions): boolean {
    const { bytes } = batch;
    const { delimiterCode, atEnd } = options;
    const { length } = bytes;
    const recordStart = this.#position;
    const recordLine = this.#line;
    let end = recordStart;
    let code = delimiterCode;
    for (let start = recordStart; code === delimiterCode; start = end + 1) {
      const isQuoted = start < length && bytes[start] === QUOTE;
      end = isQuoted ? this.#afterQuotes(bytes, start, atEnd) : start;
      if (end === -1) return false;
      end = fieldEnd(batch, end, delimiterCode);
      if (end < length) code = bytes[end]!;
      else if (atEnd) code = LINE_FEED;
      else return false;
      if (code === CARRIAGE_RETURN && end + 1 === length && !atEnd) return false;
      if (end === recordStart && code !== delimiterCode) break;
      const field = batch.addField(start, end);
      if (isQuoted) this.#quoted.push(field);
    }
    if (end > recordStart) {
      if (end - recordStart > options.maxRecordLength)
        this.#refuseLong(bytes, recordStart, end, recordLine, options);
      batch.endRecord(recordLine);
    }
    this.#position = end + (code === CARRIAGE_RETURN && bytes[end + 1] === LINE_FEED ? 2 : 1);
    this.#line++;
    return true;
  }

  /** Index after the quote that closes the one at `open`, counting lines; −1 where the bytes end before that is certain. */
  #afterQuotes(bytes: Uint8Array, open: number, atEnd: boolean): number {
    this.#quoteLine = this.#line;
    let previous = QUOTE;
    for (let index = open + 1; index < bytes.length; index++) {
      const byte = bytes[index]!;
      if (byte === QUOTE) {
        if (index + 1 === bytes.length) return atEnd ? index + 1 : -1;
        if (bytes[index + 1] !== QUOTE) return index + 1;
        index++;
      } else if (byte === CARRIAGE_RETURN || (byte === LINE_FEED && previous !== CARRIAGE_RETURN)) {
        this.#line++;
      }
      previous = byte;
    }
    return -1;
  }

  /** `bytes` may be fewer characters than they are bytes. */
  #refuseLong(bytes: Uint8Array, start: number, end: number, line: number, options: ScanOptions): void {
    const { maxRecordLength } = options;
    if (utf16Length(bytes, start, end) <= maxRecordLength) return;
    const hint =
      this.#quoteLine === undefined ? '' : ` A quote opened on line ${this.#quoteLine} may never be closed.`;
    throw new DataError(
      'CSV_RECORD_TOO_LONG',
      `The record on line ${line} is longer than ${maxRecordLength} characters.${hint}`,
    );
  }
}

function quoteNotClosed(line: number): DataError {
  return new DataError('CSV_QUOTE_NOT_CLOSED', `The quote opened on line ${line} is never closed.`);
}
