import { ByteDictionary } from '../csv/byte-dictionary.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';

const MAX_REMEMBERED_CELLS = 10_000;
const MAX_REMEMBERED_LENGTH = 64;
/** A day of ISO 8601, with or without a time behind it. */
const ISO_DAY = /^\s*(\d{4}-\d{2}-\d{2})(?:[T ][^,;|]*)?\s*$/;
const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** The day of a text such as 2026-11-23 or 2026-11-23T08:15:00Z as `2026-11-23`; undefined for anything else. */
export function parseDay(text: string): string | undefined {
  const day = ISO_DAY.exec(text)?.[1];
  return day !== undefined && dayNumber(day) !== undefined ? day : undefined;
}

/** Days since 1970-01-01 of a text like 2026-11-23; undefined where there is no such day. */
export function dayNumber(day: string): number | undefined {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, day.length) !== day) return undefined;
  return ms / MS_PER_DAY;
}

/** Reads date cells as `parseDay` does and remembers what it made of each text. */
export class DateCells {
  readonly #cells = new ByteDictionary({ maxTexts: MAX_REMEMBERED_CELLS, maxLength: MAX_REMEMBERED_LENGTH });
  readonly #days: (string | undefined)[] = [];

  /** The day, undefined where the cell is blank or holds no date. */
  read(batch: CsvBatch, field: number): string | undefined {
    const code = this.#cells.codeOf(batch, field);
    if (code === -1) return parseDay(batch.text(field));
    if (code === this.#days.length) this.#days.push(parseDay(this.#cells.texts[code]!));
    return this.#days[code];
  }
}
