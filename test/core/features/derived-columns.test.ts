import { expect, test } from 'vitest';
import { DerivedCells } from '#core/features/derived-cells.ts';
import { withDerivedColumns } from '#core/features/derived-columns.ts';
import { derivedFeatures } from '#core/features/derived-features.ts';
import type { Cells } from '#core/features/typed-rows.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureColumn } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from '../learners/telco-table.ts';

const values = [0, 1, 6, 6.5, 60, 61, 1e6, Number.NaN];
const columns = telcoSchema.columns.map(({ name, type }, index): FeatureColumn => {
  const own = values.map((_, row) => values[(row + index) % values.length]!);
  return type === 'numeric' ? numericColumn(name, own) : categoryColumn(name, own.map(String));
});

test('derives the same values as the features stage does batch by batch', () => {
  const derived = withDerivedColumns(columns, telcoSchema).slice(columns.length);
  const schemaCells = columns.map(cellsOf);
  const cells = new DerivedCells(telcoSchema, schemaCells);
  for (const rows of [3, values.length, 1]) {
    cells.compute(rows);
    for (const [index, column] of cells.columns.entries()) {
      for (let row = 0; row < rows; row++) {
        expect(valueIn(column, row)).toBe(valueAt(derived[index]!, row));
      }
    }
  }
  expect(cells.columns.map(({ name }) => name)).toEqual(derivedFeatures(telcoSchema).map(({ name }) => name));
});

test('a value belongs to the band whose upper edge it does not pass', () => {
  const [tenureGroup] = withDerivedColumns(columns, telcoSchema).slice(columns.length);
  const tenure = columns.find(({ name }) => name === telcoSchema.tenure)!;
  const bands = new Map(values.map((_, row) => [valueAt(tenure, row), valueAt(tenureGroup!, row)]));
  expect(bands.get(0)).toBe('0-6');
  expect(bands.get(6)).toBe('0-6');
  expect(bands.get(6.5)).toBe('7-12');
  expect(bands.get(60)).toBe('49-60');
  expect(bands.get(61)).toBe('61+');
  expect(bands.get(Number.NaN)).toBe('');
});

test('a feature of a column that is not there is refused', () => {
  const cells = columns.filter(({ name }) => name !== telcoSchema.totalCharge).map(cellsOf);
  expect(() => new DerivedCells(telcoSchema, cells)).toThrow('TotalCharges');
});

function cellsOf(column: FeatureColumn): Cells {
  return column.kind === 'numeric'
    ? { kind: 'numeric', name: column.name, values: Float64Array.from(column.values) }
    : {
        ...{ kind: 'category', name: column.name, dictionary: { texts: column.dictionary } },
        codes: Int32Array.from(column.codes),
      };
}

function valueIn(cells: Cells, row: number): number | string {
  return cells.kind === 'numeric' ? cells.values[row]! : cells.dictionary.texts[cells.codes[row]!]!;
}

function valueAt(column: FeatureColumn, row: number): number | string {
  return column.kind === 'numeric' ? column.values[row]! : column.dictionary[column.codes[row]!]!;
}
