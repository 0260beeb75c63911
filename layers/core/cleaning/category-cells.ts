import type { ByteBuffer } from '../csv/byte-buffer.ts';
import { ByteDictionary } from '../csv/byte-dictionary.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { formatCsvField } from '../csv/csv-writer.ts';
import { FormattedTexts } from '../csv/formatted-texts.ts';
import { CELL_FINE, CELL_MISSING, CELL_UNEXPECTED, type CellState } from './cell-state.ts';
import { type CategorySchemaColumn, canonicalCategory } from './cells.ts';

const MAX_REMEMBERED_CELLS = 10_000;
const MAX_REMEMBERED_LENGTH = 128;

/** Reads the cells of a category column one at a time, as `canonicalCategory` does; remembers what it made of each text. */
export class CategoryCells {
  readonly type = 'category';
  readonly name: string;
  /** The category of the last cell, '' where it is blank. */
  value = '';
  state: CellState = CELL_MISSING;
  /** Whether the last cell's bytes, where it is not quoted, are what `write` adds. */
  isVerbatim = false;
  readonly #column: CategorySchemaColumn;
  readonly #cells = new ByteDictionary({ maxTexts: MAX_REMEMBERED_CELLS, maxLength: MAX_REMEMBERED_LENGTH });
  readonly #values: string[] = [];
  readonly #states: CellState[] = [];
  readonly #verbatim: boolean[] = [];
  readonly #formatted = new FormattedTexts();
  #code = -1;

  constructor(column: CategorySchemaColumn) {
    this.#column = column;
    this.name = column.name;
  }

  /** Takes an empty cell in place of one the file does not have. */
  readNone(): void {
    this.value = '';
    this.state = CELL_MISSING;
    this.isVerbatim = false;
    this.#code = -1;
  }

  read(batch: CsvBatch, field: number): void {
    const code = this.#cells.codeOf(batch, field);
    this.#code = code;
    if (code === -1) {
      this.#readText(batch.text(field));
      this.isVerbatim = false;
      return;
    }
    if (code === this.#values.length) this.#remember(this.#cells.texts[code]!);
    this.value = this.#values[code]!;
    this.state = this.#states[code]!;
    this.isVerbatim = this.#verbatim[code]!;
  }

  /** Adds the last cell's category as a field of CSV. */
  write(out: ByteBuffer): void {
    if (this.#code === -1) out.text(formatCsvField(this.value));
    else this.#formatted.write(out, this.#code);
  }

  #readText(text: string): void {
    const { value, isExpected } = canonicalCategory(text, this.#column);
    this.value = value;
    this.state = value === '' ? CELL_MISSING : isExpected ? CELL_FINE : CELL_UNEXPECTED;
  }

  #remember(text: string): void {
    this.#readText(text);
    this.#values.push(this.value);
    this.#states.push(this.state);
    this.#verbatim.push(formatCsvField(this.value) === text);
    this.#formatted.add(this.value);
  }
}
