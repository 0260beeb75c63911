import type { ModelInput } from '#core/onnx/model-input.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';

/**
 * The rows of a table as the model's graph takes them, in order and `batchRows` at a time.
 * @param columnCount How many of the table's first columns the graph takes: those of the schema.
 */
export function* tableBatches(
  { rowCount, columns }: FeatureTable,
  columnCount: number,
  batchRows: number,
): Generator<ModelInput, void, undefined> {
  for (let start = 0; start < rowCount; start += batchRows) {
    const end = Math.min(rowCount, start + batchRows);
    const inputs = columns.slice(0, columnCount).map((column) => [column.name, valuesOf(column, start, end)]);
    yield { rowCount: end - start, columns: Object.fromEntries(inputs) };
  }
}

function valuesOf(column: FeatureColumn, start: number, end: number): readonly string[] | Float32Array {
  if (column.kind === 'numeric') return column.values.subarray(start, end);
  return Array.from(column.codes.subarray(start, end), (code) => column.dictionary[code]!);
}
