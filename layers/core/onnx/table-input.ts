import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureColumn, FeatureTable } from '../table/feature-table.ts';
import type { ModelInput } from './model-input.ts';

/** Some rows of a feature table as the model's graph takes them: the raw columns only. @default every row */
export function modelInputOf(
  { rowCount, columns }: FeatureTable,
  schema: SchemaDocument,
  from = 0,
  to = rowCount,
): ModelInput {
  const raw = columns.slice(0, schema.columns.length);
  return {
    rowCount: to - from,
    columns: Object.fromEntries(raw.map((column) => [column.name, valuesOf(column, from, to)])),
  };
}

function valuesOf(column: FeatureColumn, from: number, to: number): readonly string[] | Float32Array {
  if (column.kind === 'numeric') return column.values.slice(from, to);
  return Array.from(column.codes.subarray(from, to), (code) => column.dictionary[code]!);
}
