import { DataError } from '../errors.ts';
import { lineEndsIn } from './text-checks.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8. `bytes` begins at the source's `offset` and on its `line`.
 * @throws DataError `CSV_NOT_UTF8` naming the line and the byte offset of the first byte that is not.
 */
export function decodeUtf8(bytes: Uint8Array, offset: number, line: number): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    const index = firstInvalidByte(bytes);
    throw new DataError(
      'CSV_NOT_UTF8',
      `The file is not UTF-8: line ${line + lineEndsIn(bytes, index)}, byte offset ${offset + index}. Save it as UTF-8.`,
      { cause },
    );
  }
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
