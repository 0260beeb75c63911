import { ChurnError } from '../errors.ts';
import type { CategoryColumn, FeatureColumn, FeatureTable, NumericColumn } from '../table/feature-table.ts';

/** The numeric column at a position. @throws ChurnError `TABLE_MISMATCH` if the table is not as the model knows it. */
export function numericColumnAt(table: FeatureTable, index: number): NumericColumn {
  const column = table.columns[index];
  if (column?.kind !== 'numeric') throw mismatch(index, 'numeric', column);
  return column;
}

/** The category column at a position. @throws ChurnError `TABLE_MISMATCH` if the table is not as the model knows it. */
export function categoryColumnAt(table: FeatureTable, index: number): CategoryColumn {
  const column = table.columns[index];
  if (column?.kind !== 'category') throw mismatch(index, 'category', column);
  return column;
}

function mismatch(index: number, wanted: string, found: FeatureColumn | undefined): ChurnError {
  const what = found === undefined ? 'nothing' : `the ${found.kind} column ${found.name}`;
  return new ChurnError('TABLE_MISMATCH', `Column ${index} should be a ${wanted} one, but ${what} is there.`);
}
