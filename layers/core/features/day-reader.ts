import { dayNumber } from '../cleaning/date-cells.ts';
import { ByteDictionary } from '../csv/byte-dictionary.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { DATE_POSITION, invalidRow } from './table-reader.ts';

/** Reads the date column of clean_customers.csv and customer_features.csv. */
export class DayReader {
  readonly #texts = new ByteDictionary();
  readonly #days: number[] = [];

  /** Days since 1970-01-01 of every row. @throws DataError `TABLE_ROW_INVALID` naming the line. */
  read(batch: CsvBatch): Int32Array {
    const days = new Int32Array(batch.recordCount);
    for (let row = 0; row < days.length; row++) days[row] = this.#dayOf(batch, row);
    return days;
  }

  #dayOf(batch: CsvBatch, row: number): number {
    const field = batch.firstFields[row]! + DATE_POSITION;
    const code = this.#texts.codeOf(batch, field);
    const known = this.#days[code];
    if (known !== undefined) return known;
    const text = batch.text(field);
    const day = dayNumber(text);
    if (day === undefined) throw invalidRow(batch, row, `${text.slice(0, 64)} is not a date`);
    if (code === this.#days.length) this.#days.push(day);
    return day;
  }
}
