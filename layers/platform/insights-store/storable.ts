import { ChurnError } from '#core/errors.ts';

/** Widths of the tables, in Unicode characters; see ../migrations. */
export const LONGEST_DIMENSION = 128;
export const LONGEST_SEGMENT = 512;

/**
 * MariaDB cuts a longer text silently on some ways, so it is looked at before. `where` says whose it is.
 * @throws ChurnError `ROW_TOO_LONG`, `ROW_NOT_STORABLE` for what is no Unicode
 */
export function checkText(text: string, longest: number, field: string, where: () => string): void {
  if (text.length > longest && [...text].length > longest) {
    throw new ChurnError('ROW_TOO_LONG', `${field} ${where()} is longer than ${longest} characters`);
  }
  if (!text.isWellFormed()) {
    throw new ChurnError('ROW_NOT_STORABLE', `${field} ${where()} is no valid Unicode text`);
  }
}

/** @throws ChurnError `ROW_NOT_STORABLE` for NaN and infinities */
export function checkNumbers<K extends string>(
  row: Readonly<Record<K, number | null>>,
  fields: readonly K[],
  where: () => string,
): void {
  for (const field of fields) {
    if (row[field] !== null && !Number.isFinite(row[field])) {
      throw new ChurnError('ROW_NOT_STORABLE', `${field} ${where()} is ${row[field]}`);
    }
  }
}

/** A text as a message shows it. */
export function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
