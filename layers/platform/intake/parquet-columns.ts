import { type FileMetaData, parquetSchema, type SchemaTree } from 'hyparquet';
import { DataError } from '#core/errors.ts';
import { formatFloat32 } from '#core/features/float32-text.ts';

/** A column of a Parquet file and how its cells are written. */
export interface ParquetColumn {
  readonly name: string;
  readonly textOf: (cell: unknown) => string;
}

/** The columns in their order. @throws DataError `PARQUET_COLUMN_NOT_FLAT` for lists, maps and structures */
export function parquetColumns(metadata: FileMetaData): ParquetColumn[] {
  return parquetSchema(metadata).children.map((column) => {
    if (column.children.length > 0 || column.element.repetition_type === 'REPEATED') throw notFlat(column);
    const { name, type } = column.element;
    return { name, textOf: type === 'FLOAT' ? textOfFloat : (cell) => textOf(cell, name) };
  });
}

function textOfFloat(cell: unknown): string {
  return typeof cell === 'number' ? formatFloat32(cell) : '';
}

function textOf(cell: unknown, column: string): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return Number.isNaN(cell) ? '' : String(cell);
  if (typeof cell === 'bigint' || typeof cell === 'boolean') return String(cell);
  if (cell instanceof Date) return textOfDate(cell);
  throw new DataError(
    'PARQUET_COLUMN_NOT_FLAT',
    `The column ${column} holds values that are no text, number or date.`,
  );
}

/** The day alone where there is no time of day. */
function textOfDate(date: Date): string {
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}

function notFlat({ element }: SchemaTree): DataError {
  return new DataError(
    'PARQUET_COLUMN_NOT_FLAT',
    `The column ${element.name} holds lists or structures; a customer file has one value a cell.`,
  );
}
