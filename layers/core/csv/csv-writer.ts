import { ByteBuffer } from './byte-buffer.ts';
import { CARRIAGE_RETURN, COMMA, LINE_FEED, QUOTE, TAB } from './characters.ts';

const CHUNK_BYTES = 64 * 1024;
const MARGIN_BYTES = 4 * 1024;
const NEEDS_QUOTES = /^\uFEFF|[",;\t|\r\n]/;
/** 1 for the bytes that a field with quotes has: the delimiters, quote and line ends; and the first of a BOM. */
const IS_AWKWARD = new Uint8Array(256);
for (const byte of [QUOTE, COMMA, 59, TAB, 124, CARRIAGE_RETURN, LINE_FEED, 0xef]) IS_AWKWARD[byte] = 1;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * One line of CSV by RFC 4180 without its line end. Fields that hold a quote, a line end or any of the delimiters
 * `, ; tab |` are quoted, so the line reads the same whatever program opens it; so is a single empty field, which would
 * otherwise be a blank line.
 */
export function formatCsvRow(fields: readonly string[], delimiter = ','): string {
  if (fields.length === 1 && fields[0] === '') return '""';
  let row = '';
  for (let index = 0; index < fields.length; index++) {
    if (index > 0) row += delimiter;
    row += formatCsvField(fields[index]!);
  }
  return row;
}

/** A field of such a line. */
export function formatCsvField(field: string): string {
  return NEEDS_QUOTES.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Adds the field that stands in `bytes` from `start` to `end`, quoted as by `formatCsvField`. */
export function writeCsvField(
  out: ByteBuffer,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): void {
  for (let index = start; index < end; index++) {
    if (IS_AWKWARD[bytes[index]!] === 1) {
      out.text(formatCsvField(decoder.decode(bytes.subarray(start, end))));
      return;
    }
  }
  out.reserve(end - start);
  out.copy(view, start, end);
}

/** Takes one chunk of bytes; resolves when there is room for more. */
export type ByteSink = (chunk: Uint8Array) => Promise<void>;

/** Writes CSV in UTF-8 with LF line ends, in chunks of about 64 KiB. */
export class CsvWriter {
  /** Where the rows gather; to be written to by whoever formats a row byte by byte. */
  readonly out = new ByteBuffer(CHUNK_BYTES + MARGIN_BYTES);
  readonly #sink: ByteSink;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Whether enough has gathered, and the caller should `await flush()`. */
  get isFull(): boolean {
    return this.out.length >= CHUNK_BYTES;
  }

  /** Adds a row and answers as `isFull`. */
  row(fields: readonly string[]): boolean {
    this.out.text(`${formatCsvRow(fields)}\n`);
    return this.isFull;
  }

  /** Hands what has gathered to the sink; also to be called at the end. */
  async flush(): Promise<void> {
    if (this.out.length > 0) await this.#sink(this.out.take(CHUNK_BYTES + MARGIN_BYTES));
  }
}
