import type { FeatureTable } from '../../table/feature-table.ts';
import { numbersByCode } from '../category-map.ts';
import { categoryColumnAt, numericColumnAt } from '../table-columns.ts';
import type { TreeFeature } from './tree-feature.ts';

/**
 * The rows as the trees see them, one row after another, a number for each feature: the value of a numeric, or what
 * stands for a missing one; the rank of a category.
 * @throws ChurnError `TABLE_MISMATCH`
 */
export function encodeRows(
  features: readonly TreeFeature[],
  table: FeatureTable,
  rows: Uint32Array,
): Float32Array {
  const width = features.length;
  const encoded = new Float32Array(rows.length * width);
  for (const [f, feature] of features.entries()) {
    if (feature.kind === 'numeric') {
      const { values } = numericColumnAt(table, feature.column);
      for (let i = 0; i < rows.length; i++) {
        const value = values[rows[i]!]!;
        encoded[i * width + f] = Number.isNaN(value) ? feature.imputedWith : value;
      }
    } else {
      const column = categoryColumnAt(table, feature.column);
      const ranks = numbersByCode(feature, column);
      for (let i = 0; i < rows.length; i++) encoded[i * width + f] = ranks[column.codes[rows[i]!]!]!;
    }
  }
  return encoded;
}
