import type { ModelInput } from '#core/onnx/model-input.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';

/** The raw columns of a feature table as the model's graph takes them. */
export function modelInputOf({ rowCount, columns }: FeatureTable, schema: SchemaDocument): ModelInput {
  const raw = columns.slice(0, schema.columns.length).map((column) => {
    if (column.kind === 'numeric') return [column.name, column.values] as const;
    return [column.name, Array.from(column.codes, (code) => column.dictionary[code]!)] as const;
  });
  return { rowCount, columns: Object.fromEntries(raw) };
}
