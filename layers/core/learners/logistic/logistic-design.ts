import type { CategoryColumn, FeatureTable, NumericColumn } from '../../table/feature-table.ts';
import { type CategoryLevels, categoryLevels, MAX_LEVELS } from '../category-levels.ts';
import { type NumericStatistics, numericStatistics } from '../numeric-statistics.ts';
import { type CodePlace, type JointCode, type LevelTerms, NO_TERM, planJointCodes } from './joint-codes.ts';

/** A numeric column among the terms: its standardised value, and an indicator where training has missing values. */
export interface DesignNumeric {
  /** Position of the column in the table. */
  readonly index: number;
  readonly column: NumericColumn;
  readonly statistics: NumericStatistics;
  readonly term: number;
  /** Index of the coefficient of being missing; undefined where nothing is missing in training. */
  readonly missingTerm: number | undefined;
}

/** A category column among the terms: one coefficient a level, `firstTerm` on. */
export interface DesignCategory {
  readonly index: number;
  readonly column: CategoryColumn;
  readonly levels: CategoryLevels;
  readonly firstTerm: number;
}

/** A column that goes into a joint code: a category by its level, a numeric by 0 or, where it is missing, 1. */
export interface CodedColumn extends LevelTerms {
  readonly column: NumericColumn | CategoryColumn;
  /** Of a category. */
  readonly levels?: CategoryLevels;
}

/** What each coefficient stands for: 0 is the intercept, then the numerics, then missing indicators and levels. */
export interface LogisticDesign {
  /** In the order of their terms, 1 to their number. */
  readonly numerics: readonly DesignNumeric[];
  readonly categories: readonly DesignCategory[];
  readonly coded: readonly CodedColumn[];
  /** Where each of `coded` is. */
  readonly places: readonly CodePlace[];
  readonly joints: readonly JointCode[];
  readonly termCount: number;
}

/** Rough bound on the coefficients of all categories together: Newton's step costs their number cubed. */
const MAX_CATEGORY_TERMS = 1000;
/** Coefficients of a column of more values than may have their own: enough for any curve over the rate. */
const MAX_BY_RATE = 32;

/** Lays out the coefficients for the training rows. Columns that are constant there get none. */
export function logisticDesign(table: FeatureTable, rows: Uint32Array): LogisticDesign {
  const numerics = usedNumerics(table, rows);
  const missingTerms = numerics.filter(({ missingTerm }) => missingTerm !== undefined).length;
  const categories = usedCategories(table, rows, 1 + numerics.length + missingTerms);
  const coded = [...numerics.flatMap(codedIndicator), ...categories.map(codedCategory)];
  const levels = categories.reduce((sum, category) => sum + category.levels.levelCount, 0);
  const termCount = 1 + numerics.length + missingTerms + levels;
  return { numerics, categories, coded, ...planJointCodes(coded), termCount };
}

function usedNumerics(table: FeatureTable, rows: Uint32Array): DesignNumeric[] {
  const used: { index: number; column: NumericColumn; statistics: NumericStatistics }[] = [];
  for (const [index, column] of table.columns.entries()) {
    if (column.kind !== 'numeric') continue;
    const statistics = numericStatistics(column, rows);
    if (statistics === undefined) continue;
    if (statistics.standardDeviation > 0 || statistics.missing > 0) used.push({ index, column, statistics });
  }
  let missingTerm = 1 + used.length;
  return used.map((numeric, at) => ({
    ...numeric,
    term: 1 + at,
    missingTerm: numeric.statistics.missing > 0 ? missingTerm++ : undefined,
  }));
}

function usedCategories(table: FeatureTable, rows: Uint32Array, firstTerm: number): DesignCategory[] {
  const columnCount = table.columns.filter(({ kind }) => kind === 'category').length;
  const maxNamed = Math.min(MAX_LEVELS, Math.max(2, Math.floor(MAX_CATEGORY_TERMS / columnCount)));
  const limits = { maxNamed, maxByRate: Math.min(maxNamed, MAX_BY_RATE) };
  const used: DesignCategory[] = [];
  let term = firstTerm;
  for (const [index, column] of table.columns.entries()) {
    if (column.kind !== 'category') continue;
    const levels = categoryLevels(column, { rows, label: table.label }, limits);
    if (levels.levelCount < 2) continue;
    used.push({ index, column, levels, firstTerm: term });
    term += levels.levelCount;
  }
  return used;
}

function codedIndicator({ column, missingTerm }: DesignNumeric): CodedColumn[] {
  return missingTerm === undefined
    ? []
    : [{ column, levelCount: 2, terms: Int32Array.of(NO_TERM, missingTerm) }];
}

function codedCategory({ column, levels, firstTerm }: DesignCategory): CodedColumn {
  const { levelCount } = levels;
  const terms = Int32Array.from({ length: levelCount }, (_, level) => firstTerm + level);
  return { column, levelCount, terms, levels };
}
