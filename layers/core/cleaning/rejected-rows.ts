import type { CsvBatch } from '../csv/csv-batch.ts';
import { type ByteSink, CsvWriter, formatCsvRow } from '../csv/csv-writer.ts';
import type { Rejection } from './row-reader.ts';

/** The header of rejected.csv. */
export const REJECTED_HEADER = ['line', 'column', 'reason', 'record'] as const;

const MAX_FIELD_LENGTH_SHOWN = 200;
const MAX_RECORD_LENGTH_SHOWN = 4000;

/** Writes rejected.csv and counts its reasons. */
export class RejectedRows {
  readonly #writer;
  readonly #delimiter: string;
  readonly #byReason = new Map<string, number>();
  #count = 0;

  /** `delimiter` is that of the raw file, in which its records are shown. */
  constructor(sink: ByteSink, delimiter: string) {
    this.#writer = new CsvWriter(sink);
    this.#delimiter = delimiter;
    this.#writer.row(REJECTED_HEADER);
  }

  get count(): number {
    return this.#count;
  }

  /** Reason (`column: reason`, or the reason alone) and number of rows, the commonest first. */
  get byReason(): readonly (readonly [reason: string, rows: number])[] {
    return [...this.#byReason].sort((one, other) => other[1] - one[1]);
  }

  /** Whether the caller should `await flush()`. */
  get isFull(): boolean {
    return this.#writer.isFull;
  }

  /** Adds a record of the batch. */
  add(batch: CsvBatch, record: number, { column, reason, detail }: Rejection): void {
    const key = column === '' ? reason : `${column}: ${reason}`;
    this.#byReason.set(key, (this.#byReason.get(key) ?? 0) + 1);
    this.#count++;
    const shown = rawRecordShown(batch.texts(record), this.#delimiter);
    this.#writer.row([
      String(batch.lines[record]),
      column,
      detail === undefined ? reason : `${reason}: ${detail}`,
      shown,
    ]);
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }
}

/** The record as CSV, its long fields cut and its last ones left out where it is too long; `…` marks both. */
export function rawRecordShown(fields: readonly string[], delimiter: string): string {
  const shown: string[] = [];
  let length = 0;
  for (const field of fields) {
    const cut = cutShort(field);
    length += cut.length + 1;
    if (length > MAX_RECORD_LENGTH_SHOWN) {
      shown.push('…');
      break;
    }
    shown.push(cut);
  }
  return formatCsvRow(shown, delimiter);
}

function cutShort(field: string): string {
  if (field.length <= MAX_FIELD_LENGTH_SHOWN) return field;
  return `${field
    .slice(0, MAX_FIELD_LENGTH_SHOWN)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}
