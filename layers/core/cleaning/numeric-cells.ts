import type { ByteBuffer } from '../csv/byte-buffer.ts';
import { COMMA } from '../csv/characters.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { isShortestDecimal, POINT, parsePlainDecimal } from '../csv/plain-decimal.ts';
import { CELL_FINE, CELL_INVALID, CELL_MISSING, type CellState } from './cell-state.ts';
import { checkNumber, formatNumber, type NumericSchemaColumn, parseNumericCell } from './cells.ts';

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
  /** Where the last cell stands in the batch if its bytes are `formatNumber(value)`, otherwise empty. */
  #start = 0;
  #end = 0;

  constructor(column: NumericSchemaColumn, decimalComma: boolean) {
    this.#column = column;
    this.#decimalComma = decimalComma;
    this.name = column.name;
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
    const cell = Number.isNaN(number)
      ? parseNumericCell(batch.text(field), this.#column, this.#decimalComma)
      : checkNumber(number, this.#column);
    const isPlain = !Number.isNaN(number) && !this.#decimalComma;
    this.readNone();
    if (cell.kind === 'value') {
      this.state = CELL_FINE;
      this.value = cell.value;
      this.#start = start;
      this.isVerbatim = isPlain && isShortestDecimal(batch.bytes, start, end, number);
      this.#end = this.isVerbatim ? end : start;
    } else if (cell.kind === 'invalid') {
      this.state = CELL_INVALID;
      this.fault = cell.fault;
    } else {
      this.isVerbatim = start === end;
    }
  }

  /** Adds the last cell, which was of `batch`, as `formatNumber` gives it; nothing where it is no usable number. */
  write(out: ByteBuffer, batch: CsvBatch): void {
    if (this.state !== CELL_FINE) return;
    if (this.#start === this.#end) {
      out.text(formatNumber(this.value));
    } else {
      out.reserve(this.#end - this.#start);
      out.copy(batch.view, this.#start, this.#end);
    }
  }
}
