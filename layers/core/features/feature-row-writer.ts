import type { ByteBuffer } from '../csv/byte-buffer.ts';
import { COMMA, LINE_FEED, QUOTE } from '../csv/characters.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { writeCsvField } from '../csv/csv-writer.ts';
import { FormattedTexts } from '../csv/formatted-texts.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { writeFloat32 } from './float32-writer.ts';
import { firstColumnPosition, ID_POSITION } from './table-reader.ts';
import type { Cells, FileCells, NumericCells } from './typed-rows.ts';

/** Fields of clean_customers.csv one beside the other, none of them a number: their first and last position. */
interface TextRun {
  readonly kind: 'texts';
  readonly from: number;
  to: number;
}

/** Writes rows of customer_features.csv: texts as they stand in clean_customers.csv, numbers in shortest float32 form. */
export class FeatureRowWriter {
  readonly #parts: readonly (TextRun | NumericCells)[];
  readonly #derived: readonly Cells[];
  readonly #derivedTexts: readonly FormattedTexts[];

  constructor(schema: SchemaDocument, schemaCells: readonly FileCells[], derived: readonly Cells[]) {
    this.#parts = partsOf(firstColumnPosition(schema), schemaCells);
    this.#derived = derived;
    this.#derivedTexts = derived.map(
      (cells) => new FormattedTexts(cells.kind === 'category' ? cells.dictionary.texts : []),
    );
  }

  /** Adds a record of the batch that the cells hold. */
  write(out: ByteBuffer, batch: CsvBatch, record: number): void {
    const parts = this.#parts;
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index]!;
      if (index > 0) addByte(out, COMMA);
      if (part.kind === 'texts') writeTexts(out, batch, batch.firstFields[record]!, part);
      else writeFloat32(out, part.values[record]!);
    }
    this.#writeDerived(out, record);
    addByte(out, LINE_FEED);
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
