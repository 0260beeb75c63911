/** The character codes that CSV is made of. */
export const TAB = 9;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const QUOTE = 34;
export const COMMA = 44;

/** Whether `code` ends a line; a carriage return and a line feed together end one. */
export function isLineEnd(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

/** The bytes of U+FEFF, which some programs put before UTF-8 text. */
export const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** Whether the bytes begin with a byte order mark. */
export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte);
}
