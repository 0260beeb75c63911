import { DataError } from '../errors.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';

/** Where in a record each thing stands; undefined where the file has no such column. */
export interface HeaderMatch {
  readonly id: number;
  readonly label: number | undefined;
  /** Undefined where the schema has no date. */
  readonly date: number | undefined;
  /** One position for each of the schema's columns. */
  readonly columns: readonly (number | undefined)[];
  /** Names the schema does not know. */
  readonly ignored: readonly string[];
}

const MAX_NAMES_SHOWN = 50;
const MAX_NAME_LENGTH_SHOWN = 64;

/**
 * Finds the schema's columns in a header: names are trimmed and compared exactly, then without regard to case where
 * that leaves one choice. The label's and the total charge's columns may be missing.
 * @throws DataError `HEADER_DUPLICATE_COLUMNS`, `HEADER_MISSING_COLUMNS`, naming all of them.
 */
export function matchHeader(header: readonly string[], schema: SchemaDocument): HeaderMatch {
  const names = header.map((name) => name.trim());
  refuseDuplicates(names);
  const label = positionOf(schema.label.column, names);
  const id = positionOf(schema.id, names);
  const date = schema.date === undefined ? undefined : positionOf(schema.date, names);
  const columns = schema.columns.map((column) => positionOf(column.name, names));
  const missing = schema.columns
    .filter((column, index) => columns[index] === undefined && column.name !== schema.totalCharge)
    .map((column) => column.name);
  if (schema.date !== undefined && date === undefined) missing.unshift(schema.date);
  if (id === undefined) missing.unshift(schema.id);
  if (id === undefined || missing.length > 0) throw missingColumns(missing, names);
  const used = new Set([id, label, date, ...columns]);
  const ignored = names
    .map((name, index) => (name === '' ? `(column ${index + 1}, no name)` : name))
    .filter((_, index) => !used.has(index));
  return { id, label, date, columns, ignored };
}

function positionOf(wanted: string, names: readonly string[]): number | undefined {
  const exact = names.indexOf(wanted.trim());
  if (exact !== -1) return exact;
  const folded = wanted.trim().toLowerCase();
  const found = names.flatMap((name, index) => (name.toLowerCase() === folded ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}

function refuseDuplicates(names: readonly string[]): void {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of names) {
    if (name === '') continue;
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  if (repeated.size === 0) return;
  throw new DataError(
    'HEADER_DUPLICATE_COLUMNS',
    `The header names columns more than once: ${shown([...repeated])}.`,
  );
}

function missingColumns(missing: readonly string[], names: readonly string[]): DataError {
  return new DataError(
    'HEADER_MISSING_COLUMNS',
    `The header lacks required columns: ${shown(missing)}. It has: ${shown(names)}.`,
  );
}

function shown(names: readonly string[]): string {
  const listed = names.slice(0, MAX_NAMES_SHOWN).map((name) => name.slice(0, MAX_NAME_LENGTH_SHOWN));
  const more = names.length - listed.length;
  return listed.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
