import type { ByteBuffer } from '../csv/byte-buffer.ts';
import { COMMA, LINE_FEED, QUOTE } from '../csv/characters.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { writeCsvField } from '../csv/csv-writer.ts';
import { FormattedTexts } from '../csv/formatted-texts.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { LARGEST, SMALLEST, writeFloat32 } from './float32-writer.ts';
import { firstColumnPosition, ID_POSITION } from './table-reader.ts';
import type { Cells, FileCells, NumericCells } from './typed-rows.ts';

type NumericFileCells = NumericCells & { readonly position: number };

/** Six digits and a point; a sign is in place of a digit. */
const SHORT_NUMBER = 7;

/** Fields of clean_customers.csv one beside the other, none of them a number: their first and last position. */
interface TextRun {
  readonly kind: 'texts';
  readonly from: number;
  to: number;
}

/** Writes rows of customer_features.csv: texts as they stand in clean_customers.csv, numbers in shortest float32 form. */
export class FeatureRowWriter {
  readonly #parts: readonly (TextRun | NumericCells)[];
  readonly #numbers: readonly NumericFileCells[];
  readonly #derived: readonly Cells[];
  readonly #derivedTexts: readonly FormattedTexts[];

  constructor(schema: SchemaDocument, schemaCells: readonly FileCells[], derived: readonly Cells[]) {
    this.#parts = partsOf(firstColumnPosition(schema), schemaCells);
    this.#numbers = schemaCells.filter((cells) => cells.kind === 'numeric');
    this.#derived = derived;
    this.#derivedTexts = derived.map(
      (cells) => new FormattedTexts(cells.kind === 'category' ? cells.dictionary.texts : []),
    );
  }

  /** Adds a record of the batch that the cells hold. */
  write(out: ByteBuffer, batch: CsvBatch, record: number): void {
    if (!batch.hasQuotes && this.#areNumbersShort(batch, record)) copyRecord(out, batch, record);
    else this.#writeParts(out, batch, record);
    this.#writeDerived(out, record);
    addByte(out, LINE_FEED);
  }

  /**
   * Whether every number is one of at most six digits, as which cleaning has written it: such a decimal is the shortest
   * of its float32 too, which tells all of them apart (C's FLT_DIG).
   */
  #areNumbersShort({ firstFields, starts, ends }: CsvBatch, record: number): boolean {
    const first = firstFields[record]!;
    for (const { position, values } of this.#numbers) {
      const length = ends[first + position]! - starts[first + position]!;
      const magnitude = Math.abs(values[record]!);
      if (length > SHORT_NUMBER || magnitude >= LARGEST) return false;
      // Of those that float32 has as 0, only 0 itself is one digit.
      if (magnitude < SMALLEST && length !== 1) return false;
    }
    return true;
  }

  #writeParts(out: ByteBuffer, batch: CsvBatch, record: number): void {
    const parts = this.#parts;
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index]!;
      if (index > 0) addByte(out, COMMA);
      if (part.kind === 'texts') writeTexts(out, batch, batch.firstFields[record]!, part);
      else writeFloat32(out, part.values[record]!);
    }
  }

  #writeDerived(out: ByteBuffer, row: number): void {
    for (let index = 0; index < this.#derived.length; index++) {
      const cells = this.#derived[index]!;
      addByte(out, COMMA);
      if (cells.kind === 'numeric') writeFloat32(out, cells.values[row]!);
      else this.#derivedTexts[index]!.write(out, cells.codes[row]!);
    }
  }
}

function copyRecord(out: ByteBuffer, batch: CsvBatch, record: number): void {
  const { firstFields, starts, ends, view } = batch;
  const [start, end] = [starts[firstFields[record]!]!, ends[firstFields[record + 1]! - 1]!];
  out.reserve(end - start);
  out.copy(view, start, end);
}

/** Copies fields with the commas between them; one by one only where any of them is quoted in the file. */
function writeTexts(out: ByteBuffer, batch: CsvBatch, firstField: number, { from, to }: TextRun): void {
  const [first, last] = [firstField + from, firstField + to];
  if (areAdjacent(batch, first, last)) {
    const [start, end] = [batch.starts[first]!, batch.ends[last]!];
    out.reserve(end - start);
    out.copy(batch.view, start, end);
    return;
  }
  for (let field = first; field <= last; field++) {
    if (field > first) addByte(out, COMMA);
    writeCsvField(out, batch.bytes, batch.view, batch.starts[field]!, batch.ends[field]!);
  }
}

function addByte(out: ByteBuffer, byte: number): void {
  out.reserve(1);
  out.byte(byte);
}

/** What stands before the schema's columns and these, as they stand beside each other. */
function partsOf(firstColumn: number, schemaCells: readonly FileCells[]): (TextRun | NumericCells)[] {
  let run: TextRun | undefined = { kind: 'texts', from: ID_POSITION, to: firstColumn - 1 };
  const parts: (TextRun | NumericCells)[] = [run];
  for (const cells of schemaCells) {
    if (cells.kind === 'numeric') {
      parts.push(cells);
      run = undefined;
    } else if (run === undefined) {
      run = { kind: 'texts', from: cells.position, to: cells.position };
      parts.push(run);
    } else {
      run.to = cells.position;
    }
  }
  return parts;
}

/** Whether none of the fields is quoted in the file: nothing but the delimiter stands between any two of them. */
function areAdjacent({ bytes, starts, ends }: CsvBatch, first: number, last: number): boolean {
  for (let field = first; field < last; field++) if (starts[field + 1]! - ends[field]! !== 1) return false;
  return bytes[starts[first]! - 1] !== QUOTE;
}
