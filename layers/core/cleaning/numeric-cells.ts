import type { ByteBuffer } from '../csv/byte-buffer.ts';
import { COMMA } from '../csv/characters.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { isShortestDecimal, POINT, parsePlainDecimal } from '../csv/plain-decimal.ts';
import { CELL_FINE, CELL_INVALID, CELL_MISSING, type CellState } from './cell-state.ts';
import { formatNumber, type NumericSchemaColumn, numericRange, parseNumericCell } from './cells.ts';
import { isBlank } from './trimmed-field.ts';

/** Reads the cells of a numeric column one at a time, as `parseNumericCell` does. */
export class NumericCells {
  readonly type = 'numeric';
  readonly name: string;
  /** What the last cell holds; NaN where it is not a usable number. */
  value = Number.NaN;
  state: CellState = CELL_MISSING;
  /** What is wrong with the last cell where its state is CELL_INVALID. */
  fault = '';
  /** Whether the last cell's bytes, where it is not quoted, are what `write` adds. */
  isVerbatim = false;
  readonly #column: NumericSchemaColumn;
  readonly #decimalComma: boolean;
  readonly #min: number;
  readonly #max: number;
  /** Where the last cell stands in the batch, if its bytes are `formatNumber(value)`. */
  #start = 0;
  #end = 0;

  constructor(column: NumericSchemaColumn, decimalComma: boolean) {
    this.#column = column;
    this.#decimalComma = decimalComma;
    this.name = column.name;
    const { min, max } = numericRange(column);
    this.#min = min;
    this.#max = max;
  }

  /** Takes an empty cell in place of one the file does not have. */
  readNone(): void {
    this.state = CELL_MISSING;
    this.value = Number.NaN;
    this.isVerbatim = false;
  }

  read(batch: CsvBatch, field: number): void {
    const start = batch.starts[field]!;
    const end = batch.ends[field]!;
    const number = parsePlainDecimal(batch.bytes, start, end, this.#decimalComma ? COMMA : POINT);
    if (number >= this.#min && number <= this.#max) {
      this.state = CELL_FINE;
      this.value = number === 0 ? 0 : number;
      this.isVerbatim = !this.#decimalComma && isShortestDecimal(batch.bytes, start, end, number);
      this.#start = start;
      this.#end = end;
      return;
    }
    this.readNone();
    if (start === end) this.isVerbatim = true;
    else if (!isBlank(batch.bytes, start, end)) this.#readText(batch.text(field));
  }

  #readText(text: string): void {
    const cell = parseNumericCell(text, this.#column, this.#decimalComma);
    if (cell.kind === 'value') {
      this.state = CELL_FINE;
      this.value = cell.value;
    } else if (cell.kind === 'invalid') {
      this.state = CELL_INVALID;
      this.fault = cell.fault;
    }
  }

  /** Adds the last cell, which was of `batch`, as `formatNumber` gives it; nothing where it is no usable number. */
  write(out: ByteBuffer, batch: CsvBatch): void {
    if (this.state !== CELL_FINE) return;
    if (!this.isVerbatim) {
      out.text(formatNumber(this.value));
    } else {
      out.reserve(this.#end - this.#start);
      out.copy(batch.view, this.#start, this.#end);
    }
  }
}
