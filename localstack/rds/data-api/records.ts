import type { Column } from './columns.ts';
import type { ExecuteRequest, Field } from './requests.ts';
import type { RawRow } from './statement.ts';

type ResultSetOptions = ExecuteRequest['resultSetOptions'];

/** A row as the service gives it: one typed field a column. */
export function toRecord(row: RawRow, columns: readonly Column[], options: ResultSetOptions): Field[] {
  return columns.map((column, index) => toField(row[index] ?? null, column, options));
}

function toField(value: Buffer | null, column: Column, options: ResultSetOptions): Field {
  if (value === null) return { isNull: true };
  switch (column.kind) {
    case 'boolean':
      return { booleanValue: isTrue(value) };
    case 'long':
      return options.longReturnType === 'STRING'
        ? { stringValue: value.toString() }
        : { longValue: Number(value.toString()) };
    case 'double':
      return { doubleValue: Number(value.toString()) };
    case 'decimal':
      if (options.decimalReturnType === 'STRING') return { stringValue: value.toString() };
      return column.decimals === 0
        ? { longValue: Number(value.toString()) }
        : { doubleValue: Number(value.toString()) };
    case 'blob':
      return { blobValue: value.toString('base64') };
    case 'string':
      return { stringValue: value.toString() };
  }
}

/** TINYINT(1) comes as a digit, BIT(1) as a byte. */
function isTrue(value: Buffer): boolean {
  return !['0', '\0'].includes(value.toString('latin1'));
}

/** The rows as `formattedRecords`: a JSON array of objects by column label. */
export function toJsonRecords(rows: readonly RawRow[], columns: readonly Column[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(
      columns.map((column, index) => [column.label, toJsonValue(row[index] ?? null, column)]),
    ),
  );
  return JSON.stringify(objects);
}

function toJsonValue(value: Buffer | null, column: Column): unknown {
  if (value === null) return null;
  switch (column.kind) {
    case 'boolean':
      return isTrue(value);
    case 'long':
    case 'double':
    case 'decimal':
      return Number(value.toString());
    case 'blob':
      return value.toString('base64');
    case 'string':
      return value.toString();
  }
}
