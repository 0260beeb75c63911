import {
  type AsyncBuffer,
  type DecodedArray,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { formatCsvRow } from '#core/csv/csv-writer.ts';
import { DataError } from '#core/errors.ts';
import { type ParquetColumn, parquetColumns } from './parquet-columns.ts';

/** A file of which parts can be read. */
export interface RandomAccessFile {
  readonly bytes: number;
  /** The bytes from `start` up to `end`. */
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** A row group is decoded at once: so many cells take about 400 MB. */
const MAX_CELLS_OF_GROUP = 40_000_000;
const LINES_OF_CHUNK = 2000;
const encoder = new TextEncoder();

/**
 * A Parquet file as CSV in UTF-8, one row group in memory at a time. Texts and numbers stand as they are, dates as
 * 2026-11-23, times as ISO 8601, booleans as true and false; null is blank.
 * @throws DataError `PARQUET_BROKEN`, `PARQUET_COLUMN_NOT_FLAT`, `PARQUET_ROW_GROUP_TOO_LARGE`; and what reading fails with.
 */
export async function* parquetAsCsv(file: RandomAccessFile): AsyncGenerator<Uint8Array, void, undefined> {
  const source = new Source(file);
  const metadata = await source.readable(() => parquetMetadataAsync(source));
  const columns = parquetColumns(metadata);
  yield encoder.encode(`${formatCsvRow(columns.map(({ name }) => name))}\n`);
  let start = 0;
  for (const group of metadata.row_groups) {
    const rowCount = Number(group.num_rows);
    refuseTooLarge(rowCount, columns.length);
    const cells = await source.readable(() => readGroup(source, metadata, columns, start, start + rowCount));
    yield* linesOf(cells, columns, rowCount);
    start += rowCount;
  }
}

/** The file as the reader wants it. It remembers what reading failed with, which says nothing of the file itself. */
class Source implements AsyncBuffer {
  readonly byteLength: number;
  readonly #file: RandomAccessFile;
  #failure: unknown;

  constructor(file: RandomAccessFile) {
    this.#file = file;
    this.byteLength = file.bytes;
  }

  async slice(start: number, end = this.byteLength): Promise<ArrayBuffer> {
    try {
      const bytes = await this.#file.slice(start < 0 ? this.byteLength + start : start, end);
      return bytes.slice().buffer;
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** Runs a step of the reader. @throws DataError `PARQUET_BROKEN` for what the reader throws of itself */
  async readable<Result>(step: () => Promise<Result>): Promise<Result> {
    try {
      return await step();
    } catch (error) {
      if (this.#failure !== undefined) throw this.#failure;
      const message = error instanceof Error ? error.message : String(error);
      throw new DataError('PARQUET_BROKEN', `The Parquet file cannot be read: ${message}.`, { cause: error });
    }
  }
}

/** The cells of the rows from `start` up to `end`, by column. */
async function readGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly ParquetColumn[],
  start: number,
  end: number,
): Promise<readonly Parts[]> {
  const parts = new Map<string, Parts>(columns.map(({ name }) => [name, []]));
  await parquetRead({
    file,
    metadata,
    compressors,
    rowStart: start,
    rowEnd: end,
    onChunk: ({ columnName, columnData, rowStart }) => {
      parts.get(columnName)?.push({ start: rowStart - start, cells: columnData });
    },
  });
  return columns.map(({ name }) => parts.get(name)!);
}

/** A column of a row group, in as many arrays as the reader gives. */
type Parts = { readonly start: number; readonly cells: DecodedArray }[];

function* linesOf(
  cells: readonly Parts[],
  columns: readonly ParquetColumn[],
  rowCount: number,
): Generator<Uint8Array, void, undefined> {
  for (let from = 0; from < rowCount; from += LINES_OF_CHUNK) {
    let text = '';
    for (let row = from; row < Math.min(from + LINES_OF_CHUNK, rowCount); row++) {
      text += `${formatCsvRow(columns.map(({ textOf }, index) => textOf(cellAt(cells[index]!, row))))}\n`;
    }
    yield encoder.encode(text);
  }
}

function cellAt(parts: Parts, row: number): unknown {
  for (const { start, cells } of parts)
    if (row >= start && row < start + cells.length) return cells[row - start];
  throw new DataError('PARQUET_BROKEN', `The Parquet file lacks row ${row} of a row group in a column.`);
}

function refuseTooLarge(rowCount: number, columnCount: number): void {
  if (rowCount * columnCount <= MAX_CELLS_OF_GROUP) return;
  throw new DataError(
    'PARQUET_ROW_GROUP_TOO_LARGE',
    `A row group has ${rowCount} rows of ${columnCount} columns; write at most ${Math.floor(MAX_CELLS_OF_GROUP / columnCount)} rows into one.`,
  );
}
