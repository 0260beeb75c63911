/** The character codes that CSV is made of. */
export const TAB = 9;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const QUOTE = 34;

/** Whether `code` ends a line; a carriage return and a line feed together end one. */
export function isLineEnd(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}
