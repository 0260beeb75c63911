import { DataError } from '../errors.ts';

const encoder = new TextEncoder();
const FIRST_ODD = 0x80;
/** Characters of the bytes 0x80 to 0x9F; 0 where there is none. Above them a byte is its own code point, as in Latin-1. */
const ODD = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
  0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
  0x0153, 0, 0x017e, 0x0178,
];
const MAX_UTF8_BYTES = 3;

/** UTF-8 of each byte from 0x80 on; empty for the five bytes that stand for nothing. */
const UTF8 = Array.from({ length: 256 - FIRST_ODD }, (_, index) => {
  const code = index < ODD.length ? ODD[index]! : FIRST_ODD + index;
  return code === 0 ? new Uint8Array(0) : encoder.encode(String.fromCodePoint(code));
});

/**
 * Text in Windows-1252, which has Latin-1 within it, as UTF-8.
 * @throws DataError `CSV_NOT_TEXT` naming the byte offset of a byte that stands for nothing there.
 */
export async function* utf8FromWindows1252(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let offset = 0;
  for await (const chunk of chunks) {
    yield recoded(chunk, offset);
    offset += chunk.length;
  }
}

function recoded(chunk: Uint8Array, offset: number): Uint8Array {
  const out = new Uint8Array(chunk.length * MAX_UTF8_BYTES);
  let length = 0;
  for (let index = 0; index < chunk.length; index++) {
    const byte = chunk[index]!;
    if (byte < FIRST_ODD) {
      out[length++] = byte;
      continue;
    }
    const character = UTF8[byte - FIRST_ODD]!;
    if (character.length === 0) throw notText(byte, offset + index);
    for (const part of character) out[length++] = part;
  }
  return out.subarray(0, length);
}

function notText(byte: number, offset: number): DataError {
  return new DataError(
    'CSV_NOT_TEXT',
    `The file is neither UTF-8 nor Windows-1252: byte ${byte} at offset ${offset} is no character. Save it as UTF-8.`,
  );
}
