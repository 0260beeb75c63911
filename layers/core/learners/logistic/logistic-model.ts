import type { FeatureTable } from '../../table/feature-table.ts';
import { type CategoryMap, numbersByCode } from '../category-map.ts';
import { categoryColumnAt, numericColumnAt } from '../table-columns.ts';

/**
 * A numeric's part of the log-odds: weight × (value − center), the value held within [lower, upper], the range of the
 * training data; `missing` where there is none. A column without missing values in training has `missing` 0, which is
 * the mean's part.
 */
export interface NumericTerm {
  /** Position of the column in the table. */
  readonly column: number;
  readonly lower: number;
  readonly upper: number;
  readonly center: number;
  readonly weight: number;
  readonly missing: number;
}

/** A category's part of the log-odds. An unseen value gets the mean part of the training rows. */
export interface CategoryTerm extends CategoryMap {
  readonly column: number;
}

/** log-odds = intercept + Σ parts. Columns that are the same in every training row have no term. */
export interface LogisticModel {
  readonly kind: 'logistic-regression';
  /** 1 ÷ the penalty it was fitted with: the given one, or the one that cross-validation chose. */
  readonly inverseStrength: number;
  readonly intercept: number;
  readonly numerics: readonly NumericTerm[];
  readonly categories: readonly CategoryTerm[];
}

/** Log-odds of the rows, in their order. */
export function logisticLogOdds(model: LogisticModel, table: FeatureTable, rows: Uint32Array): Float64Array {
  const logOdds = new Float64Array(rows.length).fill(model.intercept);
  for (const term of model.numerics) {
    const { values } = numericColumnAt(table, term.column);
    for (let i = 0; i < rows.length; i++) logOdds[i]! += numericPart(term, values[rows[i]!]!);
  }
  for (const term of model.categories) {
    const column = categoryColumnAt(table, term.column);
    const parts = numbersByCode(term, column);
    for (let i = 0; i < rows.length; i++) logOdds[i]! += parts[column.codes[rows[i]!]!]!;
  }
  return logOdds;
}

function numericPart(term: NumericTerm, value: number): number {
  if (Number.isNaN(value)) return term.missing;
  return term.weight * (Math.min(Math.max(value, term.lower), term.upper) - term.center);
}
