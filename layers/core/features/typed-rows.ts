import { ByteDictionary, type DictionaryLimits } from '../csv/byte-dictionary.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { derivedFeatures } from './derived-features.ts';
import { LabelReader } from './label-reader.ts';
import { firstColumnPosition, numberIn, requireWholeRow } from './table-reader.ts';

/** A numeric column of some rows; NaN is missing. */
export interface NumericCells {
  readonly kind: 'numeric';
  readonly name: string;
  values: Float64Array;
}

/** A category column of some rows: codes of the dictionary, or −1 past the dictionary's limits; '' is missing. */
export interface CategoryCells {
  readonly kind: 'category';
  readonly name: string;
  readonly dictionary: Pick<ByteDictionary, 'texts'>;
  codes: Int32Array;
}

export type Cells = NumericCells | CategoryCells;

/** A column of a file: its cells are read from the fields at `position`. */
export type FileCells = (NumericCells | (CategoryCells & { readonly dictionary: ByteDictionary })) & {
  readonly position: number;
};

export type CategoryFileCells = Extract<FileCells, { kind: 'category' }>;

/** A category's text in a row of the batch that was read last. */
export function textOf(
  source: CsvBatch,
  { codes, dictionary, position }: CategoryFileCells,
  row: number,
): string {
  const code = codes[row]!;
  return code === -1 ? source.text(source.firstFields[row]! + position) : dictionary.texts[code]!;
}

/** The columns of clean_customers.csv after id and label, in order. */
export function schemaCells(schema: SchemaDocument, limits?: DictionaryLimits): FileCells[] {
  const first = firstColumnPosition(schema);
  return schema.columns.map(({ name, type }, index) =>
    fileCells(name, type === 'numeric', first + index, limits),
  );
}

/** The columns of customer_features.csv after id and label, in order. */
export function featureCells(schema: SchemaDocument, limits?: DictionaryLimits): FileCells[] {
  const first = firstColumnPosition(schema) + schema.columns.length;
  const derived = derivedFeatures(schema).map(({ name, kind }, index) =>
    fileCells(name, kind !== 'band', first + index, limits),
  );
  return [...schemaCells(schema, limits), ...derived];
}

function fileCells(name: string, isNumeric: boolean, position: number, limits?: DictionaryLimits): FileCells {
  return isNumeric
    ? { kind: 'numeric', name, position, values: new Float64Array(0) }
    : { kind: 'category', name, position, dictionary: new ByteDictionary(limits), codes: new Int32Array(0) };
}

/** The rows of one batch after another of a file that an earlier stage wrote, column by column. */
export class TypedRows {
  /** One of LABEL_STAYED, LABEL_LEFT, LABEL_UNKNOWN a row. */
  label = new Uint8Array(0);
  readonly columns: readonly FileCells[];
  readonly #width: number;
  readonly #labels: LabelReader;
  #capacity = 0;

  /** `width` is how many fields a row has; `columns` may be some of the file's. */
  constructor(schema: SchemaDocument, width: number, columns: readonly FileCells[]) {
    this.#width = width;
    this.#labels = new LabelReader(schema);
    this.columns = columns;
  }

  /**
   * Reads a batch: its rows are the first `batch.recordCount` entries of every array, until the next is read.
   * @throws DataError `TABLE_ROW_INVALID` naming the first line that is not as written.
   */
  read(batch: CsvBatch): void {
    const rows = batch.recordCount;
    if (rows > this.#capacity) this.#grow(Math.max(rows, 2 * this.#capacity));
    try {
      for (let row = 0; row < rows; row++) requireWholeRow(batch, row, this.#width);
      readLabels(batch, this.#labels, this.label);
      for (const cells of this.columns) {
        if (cells.kind === 'numeric') readNumbers(batch, cells.position, cells.values);
        else readCodes(batch, cells.position, cells.dictionary, cells.codes);
      }
    } catch (error) {
      this.#refuseFirst(batch);
      throw error;
    }
  }

  #grow(capacity: number): void {
    this.#capacity = capacity;
    this.label = new Uint8Array(capacity);
    for (const cells of this.columns) {
      if (cells.kind === 'numeric') cells.values = new Float64Array(capacity);
      else cells.codes = new Int32Array(capacity);
    }
  }

  /** Columns were read one after another: throws what is wrong with the first row in which anything is. */
  #refuseFirst(batch: CsvBatch): void {
    for (let row = 0; row < batch.recordCount; row++) {
      requireWholeRow(batch, row, this.#width);
      this.#labels.read(batch, row);
      for (const { kind, position } of this.columns) if (kind === 'numeric') numberIn(batch, row, position);
    }
  }
}

function readLabels(batch: CsvBatch, labels: LabelReader, label: Uint8Array): void {
  for (let row = 0; row < batch.recordCount; row++) label[row] = labels.read(batch, row);
}

function readNumbers(batch: CsvBatch, position: number, values: Float64Array): void {
  for (let row = 0; row < batch.recordCount; row++) values[row] = numberIn(batch, row, position);
}

function readCodes(batch: CsvBatch, position: number, dictionary: ByteDictionary, codes: Int32Array): void {
  const { firstFields } = batch;
  for (let row = 0; row < batch.recordCount; row++) {
    codes[row] = dictionary.codeOf(batch, firstFields[row]! + position);
  }
}
