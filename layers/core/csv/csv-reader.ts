import { DataError } from '../errors.ts';
import { BlockReader } from './block-reader.ts';
import { BYTE_ORDER_MARK, hasByteOrderMark } from './characters.ts';
import { CsvBatch } from './csv-batch.ts';
import { type CsvDelimiter, detectDelimiter } from './delimiter.ts';
import { RecordScanner } from './record-scanner.ts';
import { refuseKnownFormats, refuseNulBytes } from './text-checks.ts';
import { checkUtf8 } from './utf8.ts';

const MAX_RECORD_LENGTH = 4 * 1024 * 1024;

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
   * fewer fields than the header. Each batch is valid until the next is asked for.
   */
  readonly batches: AsyncIterable<CsvBatch>;
  /** Lets go of the source; needed only where `batches` is not iterated. */
  close(): Promise<void>;
}

/**
 * Reads CSV (RFC 4180, UTF-8 with or without BOM; LF, CRLF or CR) as a stream, in memory that does not grow with it.
 * The result does not depend on where the chunks end.
 * @throws DataError `CSV_EMPTY`, `CSV_NOT_TEXT`, `CSV_NOT_UTF8`, `CSV_UTF8_BROKEN`, `CSV_RECORD_TOO_LONG`,
 *   `CSV_QUOTE_NOT_CLOSED`, here or while `batches` is iterated.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>,
  options: CsvOptions = {},
): Promise<CsvContent> {
  const source = new RecordSource(new BlockReader(chunks), options);
  try {
    const header = await source.header();
    return { header, delimiter: source.delimiter, batches: batchesOf(source), close: () => source.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function* batchesOf(source: RecordSource): AsyncGenerator<CsvBatch, void, undefined> {
  try {
    for (let batch = await source.next(); batch !== undefined; batch = await source.next()) yield batch;
  } finally {
    await source.close();
  }
}

/** Turns blocks of bytes into batches of records. */
class RecordSource {
  readonly #blocks: BlockReader;
  readonly #maxRecordLength: number;
  readonly #batch = new CsvBatch();
  readonly #scanner = new RecordScanner();
  #delimiter: CsvDelimiter | undefined;
  #line = 1;
  /** Bytes of the block that the batch holds, to be consumed before the next. */
  #scanned = 0;
  #isBatchUnread = false;
  /** All bytes read so far. */
  #isAscii = true;

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

  /** The first record. @throws DataError `CSV_EMPTY` where there is none. */
  async header(): Promise<readonly string[]> {
    if (!(await this.#readBatch())) {
      throw new DataError('CSV_EMPTY', 'The file is empty: it has no header line.');
    }
    const header = this.#batch.texts(0);
    this.#batch.dropFirstRecord();
    this.#isBatchUnread = this.#batch.recordCount > 0;
    return header;
  }

  /** The next records, at least one; undefined at the end. */
  async next(): Promise<CsvBatch | undefined> {
    const isThere = this.#isBatchUnread || (await this.#readBatch());
    this.#isBatchUnread = false;
    return isThere ? this.#batch : undefined;
  }

  /** Fills the batch with at least one record; false at the end. */
  async #readBatch(): Promise<boolean> {
    const blocks = this.#blocks;
    do {
      const isFirst = blocks.offset === 0 && this.#scanned === 0;
      blocks.consume(this.#scanned);
      await blocks.fill();
      if (isFirst) this.#begin();
      this.#scan();
      if (this.#batch.recordCount > 0) return true;
    } while (!blocks.atEnd);
    return false;
  }

  #begin(): void {
    refuseKnownFormats(this.#blocks.bytes);
    if (hasByteOrderMark(this.#blocks.bytes)) this.#blocks.consume(BYTE_ORDER_MARK.length);
  }

  #scan(): void {
    const { bytes, atEnd, offset } = this.#blocks;
    refuseNulBytes(bytes, offset, this.#line);
    const isAscii = checkUtf8(bytes, { offset, line: this.#line, atEnd, isAsciiBefore: this.#isAscii });
    this.#isAscii &&= isAscii;
    this.#batch.reset(bytes, isAscii);
    this.#delimiter ??= detectDelimiter(bytes);
    const rest = this.#scanner.scan(this.#batch, {
      delimiterCode: this.#delimiter.charCodeAt(0),
      atEnd,
      line: this.#line,
      maxRecordLength: this.#maxRecordLength,
    });
    this.#line = rest.line;
    this.#scanned = rest.start;
  }
}
