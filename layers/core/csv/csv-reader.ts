import { DataError } from '../errors.ts';
import { BlockReader } from './block-reader.ts';
import { type CsvDelimiter, detectDelimiter } from './delimiter.ts';
import { type CsvRecord, scanRecords } from './record-scanner.ts';
import { refuseKnownFormats, refuseNulBytes } from './text-checks.ts';
import { decodeUtf8, wholeCharactersLength } from './utf8.ts';

const MAX_RECORD_LENGTH = 4 * 1024 * 1024;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const encoder = new TextEncoder();

export interface CsvOptions {
  /** @default the one found most often in the header line */
  readonly delimiter?: CsvDelimiter;
  /** Longest record in characters. @default 4 Mi */
  readonly maxRecordLength?: number;
}

export interface CsvContent {
  readonly header: readonly string[];
  readonly delimiter: CsvDelimiter;
  /**
   * The records after the header, some hundred at a time, none empty; to be iterated once. A record may have more or
   * fewer fields than the header. Strings share memory with their batch: copy (`detachedCopy`) what is kept for long.
   */
  readonly batches: AsyncIterable<readonly CsvRecord[]>;
  /** Lets go of the source; needed only where `batches` is not iterated. */
  close(): Promise<void>;
}

/**
 * Reads CSV (RFC 4180, UTF-8 with or without BOM; LF, CRLF or CR) as a stream, in memory that does not grow with it.
 * The result does not depend on where the chunks end.
 * @throws DataError `CSV_EMPTY`, `CSV_NOT_TEXT`, `CSV_NOT_UTF8`, `CSV_RECORD_TOO_LONG`, `CSV_QUOTE_NOT_CLOSED`, here
 *   or while `batches` is iterated.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>,
  options: CsvOptions = {},
): Promise<CsvContent> {
  const source = new RecordSource(new BlockReader(chunks), options);
  try {
    const first = await source.next();
    const header = first?.[0]?.fields;
    if (first === undefined || header === undefined) {
      throw new DataError('CSV_EMPTY', 'The file is empty: it has no header line.');
    }
    return {
      header,
      delimiter: source.delimiter,
      batches: batchesOf(source, first.slice(1)),
      close: () => source.close(),
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function* batchesOf(
  source: RecordSource,
  first: readonly CsvRecord[],
): AsyncGenerator<readonly CsvRecord[], void, undefined> {
  try {
    if (first.length > 0) yield first;
    for (let batch = await source.next(); batch !== undefined; batch = await source.next()) yield batch;
  } finally {
    await source.close();
  }
}

/** Turns blocks of bytes into batches of records. */
class RecordSource {
  readonly #blocks: BlockReader;
  readonly #maxRecordLength: number;
  #delimiter: CsvDelimiter | undefined;
  #line = 1;

  constructor(blocks: BlockReader, options: CsvOptions) {
    this.#blocks = blocks;
    this.#maxRecordLength = options.maxRecordLength ?? MAX_RECORD_LENGTH;
    this.#delimiter = options.delimiter;
  }

  get delimiter(): CsvDelimiter {
    return this.#delimiter ?? ',';
  }

  close(): Promise<void> {
    return this.#blocks.close();
  }

  /** The next records, at least one; undefined at the end. */
  async next(): Promise<readonly CsvRecord[] | undefined> {
    const blocks = this.#blocks;
    do {
      const isFirst = blocks.offset === 0;
      await blocks.fill();
      if (isFirst) this.#begin();
      const records = this.#scan();
      if (records.length > 0) return records;
    } while (!blocks.atEnd);
    return undefined;
  }

  #begin(): void {
    refuseKnownFormats(this.#blocks.bytes);
    if (BYTE_ORDER_MARK.every((byte, index) => this.#blocks.bytes[index] === byte)) this.#blocks.consume(3);
  }

  #scan(): readonly CsvRecord[] {
    const { bytes, atEnd, offset } = this.#blocks;
    refuseNulBytes(bytes, offset, this.#line);
    const whole = atEnd ? bytes : bytes.subarray(0, wholeCharactersLength(bytes));
    const text = decodeUtf8(whole, offset, this.#line);
    this.#delimiter ??= detectDelimiter(text);
    const scan = scanRecords(text, {
      delimiterCode: this.#delimiter.charCodeAt(0),
      atEnd,
      line: this.#line,
      maxRecordLength: this.#maxRecordLength,
    });
    this.#line = scan.restLine;
    const isAscii = text.length === whole.length;
    const restBytes = isAscii ? text.length - scan.rest : encoder.encode(text.slice(scan.rest)).length;
    this.#blocks.consume(whole.length - restBytes);
    return scan.records;
  }
}
