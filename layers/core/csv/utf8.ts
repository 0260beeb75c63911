import { isAscii, isUtf8 } from 'node:buffer';
import { DataError } from '../errors.ts';
import { lineEndsIn } from './text-checks.ts';

/** Where some bytes stand in their source. */
export interface BytesPlace {
  readonly offset: number;
  readonly line: number;
  /** Whether no bytes follow. */
  readonly atEnd: boolean;
  /** Whether all bytes before are ASCII. */
  readonly isAsciiBefore: boolean;
}

/**
 * Checks that bytes are UTF-8 and tells whether they are ASCII alone. Where more bytes follow, a character cut off at the
 * end is let pass.
 * @throws DataError naming the line and the byte offset of the first byte that is not: `CSV_NOT_UTF8` where all before it
 *   is ASCII, so that the text may be of another encoding, otherwise `CSV_UTF8_BROKEN`.
 */
export function checkUtf8(bytes: Uint8Array, { offset, line, atEnd, isAsciiBefore }: BytesPlace): boolean {
  if (isAscii(bytes)) return true;
  const whole = atEnd ? bytes : bytes.subarray(0, wholeCharactersLength(bytes));
  if (isUtf8(whole)) return false;
  const index = firstInvalidByte(whole);
  const place = `line ${line + lineEndsIn(bytes, index)}, byte offset ${offset + index}`;
  if (isAsciiBefore && isAscii(bytes.subarray(0, index))) {
    throw new DataError('CSV_NOT_UTF8', `The file is not UTF-8: ${place}. Save it as UTF-8.`);
  }
  throw new DataError('CSV_UTF8_BROKEN', `The file begins as UTF-8 and is damaged: ${place}.`);
}

/** How many UTF-16 units the UTF-8 text from `start` to `end` has: two where it takes four bytes, otherwise one. */
export function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    if (byte >= 0xf0) length += 2;
    else if ((byte & 0xc0) !== 0x80) length++;
  }
  return length;
}

/** Length of `bytes` without a character cut off at its end. */
export function wholeCharactersLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
    if (byte < 0x80) return bytes.length;
  }
  return bytes.length;
}

/** Index of the first byte that begins no well-formed sequence (Unicode 16, table 3-7); the length where all do. */
export function firstInvalidByte(bytes: Uint8Array): number {
  let index = 0;
  while (index < bytes.length) {
    const lead = bytes[index]!;
    const length = sequenceLength(lead);
    if (length === 0 || !isSequence(bytes, index, length)) return index;
    index += length;
  }
  return bytes.length;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function isSequence(bytes: Uint8Array, start: number, length: number): boolean {
  for (let index = start + 1; index < start + length; index++) {
    if (((bytes[index] ?? 0) & 0xc0) !== 0x80) return false;
  }
  const second = bytes[start + 1] ?? 0;
  switch (bytes[start]) {
    case 0xe0:
      return second >= 0xa0;
    case 0xed:
      return second <= 0x9f;
    case 0xf0:
      return second >= 0x90;
    case 0xf4:
      return second <= 0x8f;
    default:
      return true;
  }
}
