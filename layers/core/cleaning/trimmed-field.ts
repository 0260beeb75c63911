import type { CsvBatch } from '../csv/csv-batch.ts';

const encoder = new TextEncoder();

/** Where the text of a field begins and ends in a batch's bytes, white space around it left out. */
export interface TextRange {
  start: number;
  end: number;
}

/** Sets `range` to what `String.trim` leaves of a field. */
export function trimField(batch: CsvBatch, field: number, range: TextRange): void {
  const { bytes } = batch;
  let start = batch.starts[field]!;
  let end = batch.ends[field]!;
  while (start < end && isAsciiSpace(bytes[start]!)) start++;
  while (start < end && isAsciiSpace(bytes[end - 1]!)) end--;
  range.start = start;
  range.end = end;
  if (start < end && (bytes[start]! >= 0x80 || bytes[end - 1]! >= 0x80)) trimText(batch, range);
}

/** Whether there is nothing but ASCII's white space from `start` to `end`. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  let index = start;
  while (index < end && isAsciiSpace(bytes[index]!)) index++;
  return index === end;
}

function isAsciiSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

function trimText(batch: CsvBatch, range: TextRange): void {
  const text = batch.decode(range.start, range.end);
  const [withoutLead, withoutTail] = [text.trimStart(), text.trimEnd()];
  const end = range.end - byteLength(text.slice(withoutTail.length));
  range.start = Math.min(end, range.start + byteLength(text.slice(0, text.length - withoutLead.length)));
  range.end = end;
}

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
