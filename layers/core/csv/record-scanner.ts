import { DataError } from '../errors.ts';
import { CARRIAGE_RETURN, isLineEnd, LINE_FEED, QUOTE } from './characters.ts';

/** One record: its fields without quotes, and the line of the file on which it begins (from 1). */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** What a stretch of text holds: its whole records, and where the unfinished rest begins. */
export interface Scan {
  readonly records: readonly CsvRecord[];
  /** Index of the first character that belongs to no whole record, and its line in the file. */
  readonly rest: number;
  readonly restLine: number;
}

export interface ScanOptions {
  readonly delimiterCode: number;
  /** Nothing follows the text: its last record needs no line end. */
  readonly atEnd: boolean;
  /** Line of the file on which the text begins. */
  readonly line: number;
  /** Longest record in characters. */
  readonly maxRecordLength: number;
}

/**
 * Splits text into records by RFC 4180; LF, CRLF and CR end a line, blank lines are skipped. A quote counts at the
 * beginning of a field only; characters between a closing quote and the next delimiter are kept.
 * @throws DataError `CSV_RECORD_TOO_LONG`, `CSV_QUOTE_NOT_CLOSED`, both naming the line.
 */
export function scanRecords(text: string, options: ScanOptions): Scan {
  const { delimiterCode, atEnd, maxRecordLength } = options;
  const length = text.length;
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let recordStart = 0;
  let recordLine = options.line;
  let line = options.line;
  let quoteLine: number | undefined;
  let index = 0;

  while (index < length || (atEnd && fields.length > 0)) {
    const fieldStart = index;
    let quoted: string | undefined;
    if (text.charCodeAt(index) === QUOTE) {
      quoteLine = line;
      const close = closingQuote(text, index, atEnd);
      if (close === -1) break;
      quoted = text.slice(index + 1, close);
      line += lineEndsInText(quoted);
      index = close + 1;
    }
    const tailStart = index;
    let code = LINE_FEED;
    for (; index < length; index++) {
      code = text.charCodeAt(index);
      if (code === delimiterCode || code === LINE_FEED || code === CARRIAGE_RETURN) break;
    }
    if (index >= length) {
      if (!atEnd) break;
      code = LINE_FEED;
    }
    if (code === delimiterCode) {
      fields.push(fieldOf(text, fieldStart, quoted, tailStart, index));
      index++;
      continue;
    }
    if (code === CARRIAGE_RETURN && index + 1 === length && !atEnd) break;
    if (index > recordStart) {
      if (index - recordStart > maxRecordLength) throw recordTooLong(recordLine, quoteLine, maxRecordLength);
      fields.push(fieldOf(text, fieldStart, quoted, tailStart, index));
      records.push({ line: recordLine, fields });
      fields = [];
    }
    index += code === CARRIAGE_RETURN && text.charCodeAt(index + 1) === LINE_FEED ? 2 : 1;
    line++;
    recordStart = index;
    recordLine = line;
    quoteLine = undefined;
  }

  if (length - recordStart > maxRecordLength) throw recordTooLong(recordLine, quoteLine, maxRecordLength);
  if (atEnd && recordStart < length) throw quoteNotClosed(quoteLine ?? recordLine);
  return { records, rest: Math.min(recordStart, length), restLine: recordLine };
}

/** Index of the quote that closes the one at `open`; -1 where the text ends before that is certain. */
function closingQuote(text: string, open: number, atEnd: boolean): number {
  let close = text.indexOf('"', open + 1);
  while (close !== -1) {
    if (close + 1 === text.length) return atEnd ? close : -1;
    if (text.charCodeAt(close + 1) !== QUOTE) return close;
    close = text.indexOf('"', close + 2);
  }
  return -1;
}

function fieldOf(
  text: string,
  start: number,
  quoted: string | undefined,
  tailStart: number,
  end: number,
): string {
  if (quoted === undefined) return text.slice(start, end);
  const value = quoted.includes('"') ? quoted.replaceAll('""', '"') : quoted;
  return tailStart === end ? value : value + text.slice(tailStart, end);
}

function lineEndsInText(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!isLineEnd(code)) continue;
    if (code === CARRIAGE_RETURN && text.charCodeAt(index + 1) === LINE_FEED) index++;
    count++;
  }
  return count;
}

function recordTooLong(line: number, quoteLine: number | undefined, maxLength: number): DataError {
  const hint = quoteLine === undefined ? '' : ` A quote opened on line ${quoteLine} may never be closed.`;
  return new DataError(
    'CSV_RECORD_TOO_LONG',
    `The record on line ${line} is longer than ${maxLength} characters.${hint}`,
  );
}

function quoteNotClosed(line: number): DataError {
  return new DataError('CSV_QUOTE_NOT_CLOSED', `The quote opened on line ${line} is never closed.`);
}
