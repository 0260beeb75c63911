import type { CsvBatch } from '../csv/csv-batch.ts';
import { utf16Length } from '../csv/utf8.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { CategoryCells } from './category-cells.ts';
import { CELL_INVALID, CELL_MISSING } from './cell-state.ts';
import { DateCells } from './date-cells.ts';
import type { HeaderMatch } from './header.ts';
import { LabelCells } from './label-cells.ts';
import { NumericCells } from './numeric-cells.ts';
import { type TextRange, trimField } from './trimmed-field.ts';

export const MAX_FIELD_LENGTH = 64 * 1024;
export const MAX_ID_LENGTH = 128;

/** Why a row cannot be used. `column` is '' where the fault is not of one column. */
export interface Rejection {
  readonly column: string;
  /** One of a fixed set of sentences, so that rows can be counted by it. */
  readonly reason: string;
  /** What is particular to this row. */
  readonly detail?: string;
}

/** Reads the records of a raw file one at a time; what the last one says stands in its fields. */
export class RowReader {
  /** Where the trimmed id stands in the batch. */
  readonly id: TextRange = { start: 0, end: 0 };
  /** As the schema writes it; '' where it is not known. */
  label = '';
  /** As 2026-11-23; '' where the schema has no date. */
  day = '';
  /** Whether each column's cell is written as it stands, where it is not quoted. */
  isVerbatim = false;
  /** One a column of the schema, each holding its last cell. */
  readonly columns: readonly (NumericCells | CategoryCells)[];
  readonly #schema: SchemaDocument;
  readonly #header: HeaderMatch;
  readonly #width: number;
  readonly #labels: LabelCells;
  readonly #dates = new DateCells();

  /** `width` is the number of the header's names. */
  constructor(schema: SchemaDocument, header: HeaderMatch, width: number) {
    this.#schema = schema;
    this.#header = header;
    this.#width = width;
    this.#labels = new LabelCells(schema.label);
    this.columns = schema.columns.map((column) =>
      column.type === 'numeric' ? new NumericCells(column, schema.decimalComma) : new CategoryCells(column),
    );
  }

  /** The header's positions of the first and last column, where all stand beside each other in the schema's order. */
  get columnRun(): { readonly first: number; readonly last: number } | undefined {
    const { columns } = this.#header;
    const [first] = columns;
    if (first === undefined || columns.some((position, index) => position !== first + index))
      return undefined;
    return { first, last: first + columns.length - 1 };
  }

  /** Reads a record; gives the first thing that makes it unusable, if there is one. */
  read(batch: CsvBatch, record: number): Rejection | undefined {
    const first = batch.firstFields[record]!;
    return (
      this.#shapeFault(batch, record, first) ??
      this.#idFault(batch, first + this.#header.id) ??
      this.#labelFault(batch, first) ??
      this.#dateFault(batch, first) ??
      this.#columnFault(batch, first)
    );
  }

  #shapeFault(batch: CsvBatch, record: number, first: number): Rejection | undefined {
    const width = batch.width(record);
    if (width !== this.#width) {
      const reason = width < this.#width ? 'too few fields' : 'too many fields';
      return { column: '', reason, detail: `${width} in place of ${this.#width}` };
    }
    if (batch.ends[first + width - 1]! - batch.starts[first]! <= MAX_FIELD_LENGTH) return undefined;
    for (let field = first; field < first + width; field++) {
      if (batch.textLength(field) > MAX_FIELD_LENGTH) {
        return { column: '', reason: `a field longer than ${MAX_FIELD_LENGTH} characters` };
      }
    }
    return undefined;
  }

  #idFault(batch: CsvBatch, field: number): Rejection | undefined {
    trimField(batch, field, this.id);
    const { start, end } = this.id;
    if (start === end) return { column: this.#schema.id, reason: 'missing' };
    if (end - start <= MAX_ID_LENGTH || utf16Length(batch.bytes, start, end) <= MAX_ID_LENGTH)
      return undefined;
    return { column: this.#schema.id, reason: `longer than ${MAX_ID_LENGTH} characters` };
  }

  #labelFault(batch: CsvBatch, first: number): Rejection | undefined {
    const position = this.#header.label;
    const label = position === undefined ? '' : this.#labels.read(batch, first + position);
    if (label !== undefined) {
      this.label = label;
      return undefined;
    }
    const { column, positive, negative } = this.#schema.label;
    return { column, reason: `neither ${positive} nor ${negative} nor blank` };
  }

  #dateFault(batch: CsvBatch, first: number): Rejection | undefined {
    const position = this.#header.date;
    if (position === undefined) return undefined;
    const day = this.#dates.read(batch, first + position);
    if (day === undefined)
      return { column: this.#schema.date ?? '', reason: 'not a date such as 2026-11-23' };
    this.day = day;
    return undefined;
  }

  #columnFault(batch: CsvBatch, first: number): Rejection | undefined {
    let isVerbatim = true;
    for (let index = 0; index < this.columns.length; index++) {
      const column = this.columns[index]!;
      const position = this.#header.columns[index];
      if (position === undefined) column.readNone();
      else column.read(batch, first + position);
      isVerbatim &&= column.isVerbatim;
      if (column.type === 'category') continue;
      const { state, name, fault } = column;
      if (state !== CELL_MISSING && state !== CELL_INVALID) continue;
      if (name === this.#schema.tenure || name === this.#schema.monthlyCharge) {
        return { column: name, reason: state === CELL_MISSING ? 'missing' : fault };
      }
    }
    this.isVerbatim = isVerbatim;
    return undefined;
  }
}
