import { derivedFeatures, sourcesOf } from '../features/derived-features.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureColumn, FeatureTable } from '../table/feature-table.ts';

/**
 * The columns that no model reads: those given, and every feature derived from one of them or from a column with a
 * direction, which a derived feature could turn around.
 */
export function leftOutColumns(schema: SchemaDocument, leaking: readonly string[]): ReadonlySet<string> {
  const directed = schema.columns.flatMap((column) =>
    column.type === 'numeric' && column.monotone !== undefined ? [column.name] : [],
  );
  const leftOut = new Set(leaking);
  for (const feature of derivedFeatures(schema)) {
    const isTouched = sourcesOf(feature).some((source) => leftOut.has(source) || directed.includes(source));
    if (isTouched) leftOut.add(feature.name);
  }
  return leftOut;
}

/** The table with the named columns empty: a learner gives a column that is always missing no part in its model. */
export function withoutColumns(table: FeatureTable, names: ReadonlySet<string>): FeatureTable {
  if (names.size === 0) return table;
  const emptied = (column: FeatureColumn): FeatureColumn =>
    column.kind === 'numeric'
      ? { ...column, values: new Float32Array(new SharedArrayBuffer(4 * table.rowCount)).fill(Number.NaN) }
      : { ...column, codes: new Uint8Array(new SharedArrayBuffer(table.rowCount)), dictionary: [''] };
  const columns = table.columns.map((column) => (names.has(column.name) ? emptied(column) : column));
  return { ...table, columns };
}
