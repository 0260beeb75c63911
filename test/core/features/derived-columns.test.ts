import { expect, test } from 'vitest';
import { withDerivedColumns } from '#core/features/derived-columns.ts';
import { derivedFeatures } from '#core/features/derived-features.ts';
import { derivedValuesAppender } from '#core/features/derived-values.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureColumn } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from '../learners/telco-table.ts';

const cells = [0, 1, 6, 6.5, 60, 61, 1e6, Number.NaN];

test('derives the same values as the features stage does row by row', () => {
  const columns = telcoSchema.columns.map(({ name, type }, index): FeatureColumn => {
    const values = cells.map((_, row) => cells[(row + index) % cells.length]!);
    return type === 'numeric' ? numericColumn(name, values) : categoryColumn(name, values.map(String));
  });
  const derived = withDerivedColumns(columns, telcoSchema);
  const append = derivedValuesAppender(telcoSchema);
  for (const row of cells.keys()) {
    const values = columns.map((column) => valueAt(column, row));
    append(values);
    expect(derived.map((column) => valueAt(column, row))).toEqual(values);
  }
  expect(derived.slice(columns.length).map(({ name }) => name)).toEqual(
    derivedFeatures(telcoSchema).map(({ name }) => name),
  );
});

function valueAt(column: FeatureColumn, row: number): number | string {
  return column.kind === 'numeric' ? column.values[row]! : column.dictionary[column.codes[row]!]!;
}
