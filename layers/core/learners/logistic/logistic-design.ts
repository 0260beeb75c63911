import type { CategoryCodes, CategoryColumn, FeatureTable } from '../../table/feature-table.ts';
import { type CategoryLevels, categoryLevels, MAX_LEVELS } from '../category-levels.ts';
import { type NumericStatistics, numericStatistics } from '../numeric-statistics.ts';

/** A numeric column among the terms: its standardised value, and an indicator where training has missing values. */
export interface DesignNumeric {
  readonly column: number;
  readonly values: Float32Array;
  readonly statistics: NumericStatistics;
  /** Index of its coefficient. */
  readonly term: number;
  /** Index of the coefficient of being missing; undefined where nothing is missing in training. */
  readonly missingTerm: number | undefined;
}

/** A category column among the terms: one coefficient a level, `firstTerm` on. */
export interface DesignCategory {
  readonly column: number;
  readonly codes: CategoryCodes;
  readonly levels: CategoryLevels;
  readonly firstTerm: number;
}

/** What each coefficient of the regression stands for: 0 is the intercept, then numerics, then category levels. */
export interface LogisticDesign {
  readonly numerics: readonly DesignNumeric[];
  readonly categories: readonly DesignCategory[];
  /** Coefficients of the intercept and the numerics. */
  readonly denseCount: number;
  readonly termCount: number;
}

/** Rough bound on the coefficients of all categories together: Newton's step costs their number cubed. */
const MAX_CATEGORY_TERMS = 1000;

/** Lays out the coefficients for the training rows. Columns that are constant there get none. */
export function logisticDesign(table: FeatureTable, rows: Uint32Array): LogisticDesign {
  const numerics: DesignNumeric[] = [];
  let terms = 1;
  for (const [index, column] of table.columns.entries()) {
    if (column.kind !== 'numeric') continue;
    const statistics = numericStatistics(column, rows);
    if (statistics === undefined) continue;
    if (statistics.standardDeviation === 0 && statistics.missing === 0) continue;
    const missingTerm = statistics.missing > 0 ? terms + 1 : undefined;
    numerics.push({ column: index, values: column.values, statistics, term: terms, missingTerm });
    terms += missingTerm === undefined ? 1 : 2;
  }
  const denseCount = terms;

  const columns = [...table.columns.entries()].filter((entry) => isCategory(entry));
  const maxLevels = Math.min(MAX_LEVELS, Math.max(2, Math.floor(MAX_CATEGORY_TERMS / columns.length)));
  const categories: DesignCategory[] = [];
  for (const [index, column] of columns) {
    const levels = categoryLevels(column, rows, maxLevels);
    if (levels.levelCount < 2) continue;
    categories.push({ column: index, codes: column.codes, levels, firstTerm: terms });
    terms += levels.levelCount;
  }
  return { numerics, categories, denseCount, termCount: terms };
}

function isCategory(entry: [number, FeatureTable['columns'][number]]): entry is [number, CategoryColumn] {
  return entry[1].kind === 'category';
}

/** Writes the row's dense values: 1, then standardised numerics (0 where missing) and their missing indicators. */
export function fillDense(design: LogisticDesign, row: number, dense: Float64Array): void {
  dense[0] = 1;
  for (const { values, statistics, term, missingTerm } of design.numerics) {
    const missing = Number.isNaN(values[row]!);
    const value = Math.min(Math.max(values[row]!, statistics.min), statistics.max);
    const scale = statistics.standardDeviation;
    dense[term] = missing || scale === 0 ? 0 : (value - statistics.mean) / scale;
    if (missingTerm !== undefined) dense[missingTerm] = missing ? 1 : 0;
  }
}
