import type { SchemaColumn, SchemaDocument } from '../schema/schema-document.ts';
import { canonicalCategory, formatNumber, parseLabel, parseNumericCell } from './cells.ts';
import type { HeaderMatch } from './header.ts';

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

/** How a column's cell was found. */
export const CELL_FINE = 0;
export const CELL_MISSING = 1;
export const CELL_INVALID = 2;
export const CELL_UNEXPECTED = 3;

/** A row as it stands in clean_customers.csv: id, label, then the schema's columns. */
export interface CleanRow {
  readonly values: readonly string[];
  /** One CELL_… a column of the schema; overwritten by the next row. */
  readonly cells: Uint8Array;
}

/** Cleans records one at a time; see `clean`. */
export class RowCleaner {
  readonly #schema: SchemaDocument;
  readonly #header: HeaderMatch;
  readonly #width: number;
  readonly #cells: Uint8Array;
  readonly #labelRejection: Rejection;

  /** `width` is the number of the header's names. */
  constructor(schema: SchemaDocument, header: HeaderMatch, width: number) {
    this.#schema = schema;
    this.#header = header;
    this.#width = width;
    this.#cells = new Uint8Array(schema.columns.length);
    const { column, positive, negative } = schema.label;
    this.#labelRejection = { column, reason: `neither ${positive} nor ${negative} nor blank` };
  }

  /** The cleaned row, or the first thing that makes it unusable. */
  clean(fields: readonly string[]): CleanRow | Rejection {
    const shape = this.#shapeFault(fields);
    if (shape !== undefined) return shape;
    const { id: idColumn, label, columns } = this.#schema;
    const id = fields[this.#header.id]!.trim();
    if (id === '') return { column: idColumn, reason: 'missing' };
    if (id.length > MAX_ID_LENGTH) {
      return { column: idColumn, reason: `longer than ${MAX_ID_LENGTH} characters` };
    }
    const labelCell = this.#header.label === undefined ? '' : fields[this.#header.label]!;
    const labelValue = parseLabel(labelCell, label);
    if (labelValue === undefined) return this.#labelRejection;
    const values = [id, labelValue];
    for (let index = 0; index < columns.length; index++) {
      const position = this.#header.columns[index];
      const column = columns[index]!;
      const value = this.#cell(position === undefined ? '' : fields[position]!, column, index);
      if (typeof value !== 'string') return value;
      values.push(value);
    }
    return { values, cells: this.#cells };
  }

  #shapeFault(fields: readonly string[]): Rejection | undefined {
    if (fields.length !== this.#width) {
      const reason = fields.length < this.#width ? 'too few fields' : 'too many fields';
      return { column: '', reason, detail: `${fields.length} in place of ${this.#width}` };
    }
    for (const field of fields) {
      if (field.length > MAX_FIELD_LENGTH) {
        return { column: '', reason: `a field longer than ${MAX_FIELD_LENGTH} characters` };
      }
    }
    return undefined;
  }

  #cell(text: string, column: SchemaColumn, index: number): string | Rejection {
    if (column.type === 'category') {
      const { value, isExpected } = canonicalCategory(text, column);
      this.#cells[index] = value === '' ? CELL_MISSING : isExpected ? CELL_FINE : CELL_UNEXPECTED;
      return value;
    }
    const cell = parseNumericCell(text, column);
    if (cell.kind === 'value') {
      this.#cells[index] = CELL_FINE;
      return formatNumber(cell.value);
    }
    if (column.name === this.#schema.tenure || column.name === this.#schema.monthlyCharge) {
      return { column: column.name, reason: cell.kind === 'missing' ? 'missing' : cell.fault };
    }
    this.#cells[index] = cell.kind === 'missing' ? CELL_MISSING : CELL_INVALID;
    return '';
  }
}
