import type { ByteBuffer } from '#core/csv/byte-buffer.ts';

/** How rows of values are written for a statement to read. */
export interface RowFormat {
  /** What begins a row, stands between its values and ends it. */
  readonly rowStart: string;
  readonly separator: string;
  readonly rowEnd: string;
  /** What stands for NULL. */
  readonly nothing: string;
  /** What stands around a text, if anything. */
  readonly quote: string;
  /** A text as it stands there, for characters that are not plain. */
  readonly escaped: (text: string) => string;
}

/** A line of `LOAD DATA`. */
export const TAB_SEPARATED: RowFormat = {
  ...{ rowStart: '', separator: '\t', rowEnd: '\n', nothing: '\\N', quote: '' },
  escaped: (text) => text.replace(/[\\\t\n\r\0]/g, (character) => ESCAPES[character] ?? character),
};

/** An element of the array that JSON_TABLE takes, and a comma. */
export const JSON_ARRAY: RowFormat = {
  ...{ rowStart: '[', separator: ',', rowEnd: '],', nothing: 'null', quote: '"' },
  escaped: (text) => JSON.stringify(text).slice(1, -1),
};

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};

/** Whether a character means itself in every format: printable ASCII but for quotation marks and the backslash. */
const IS_PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  code >= 32 && code < 127 && code !== 34 && code !== 92 ? 1 : 0,
);

/** Adds a text as it stands in the format, without quotation marks. */
export function writeEscaped(out: ByteBuffer, text: string, { escaped }: RowFormat): void {
  const { length } = text;
  out.reserve(length);
  const { bytes, length: start } = out;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (IS_PLAIN[code] !== 1) {
      out.text(escaped(text));
      return;
    }
    bytes[start + index] = code;
  }
  out.length = start + length;
}

const decoder = new TextDecoder();

/** Escapes what has been added from `start` on, a text in UTF-8 as it is. */
export function escapeFrom(out: ByteBuffer, start: number, format: RowFormat): void {
  const { bytes, length } = out;
  for (let index = start; index < length; index++) {
    if (IS_PLAIN[bytes[index]!] === 1) continue;
    const text = decoder.decode(bytes.subarray(start, length));
    out.length = start;
    out.text(format.escaped(text));
    return;
  }
}
