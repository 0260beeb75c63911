import type { CategoryColumn, FeatureTable, NumericColumn } from '../../table/feature-table.ts';
import { type CategoryLevels, categoryLevels, MAX_LEVELS } from '../category-levels.ts';
import { type NumericStatistics, numericStatistics } from '../numeric-statistics.ts';
import { ALONE, sharedOut, type Team } from '../team.ts';
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

/**
 * Lays out the coefficients for the training rows. Columns that are constant there get none.
 * @param team The members share the columns among them. @default ALONE
 */
export function logisticDesign(table: FeatureTable, rows: Uint32Array, team: Team = ALONE): LogisticDesign {
  const numerics = usedNumerics(table, rows, team);
  const missingTerms = numerics.filter(({ missingTerm }) => missingTerm !== undefined).length;
  const categories = usedCategories(table, rows, 1 + numerics.length + missingTerms, team);
  const coded = [...numerics.flatMap(codedIndicator), ...categories.map(codedCategory)];
  const levels = categories.reduce((sum, category) => sum + category.levels.levelCount, 0);
  const termCount = 1 + numerics.length + missingTerms + levels;
  return { numerics, categories, coded, ...planJointCodes(coded), termCount };
}

function usedNumerics(table: FeatureTable, rows: Uint32Array, team: Team): DesignNumeric[] {
  const found = [...table.columns.entries()].flatMap(([index, column]) =>
    column.kind === 'numeric' ? [{ index, column }] : [],
  );
  const statisticsOf = sharedOut(team, found.length, (at) => numericStatistics(found[at]!.column, rows));
  const used = found.flatMap((numeric, at) => {
    const statistics = statisticsOf[at];
    if (statistics === undefined) return [];
    const isUsed = statistics.standardDeviation > 0 || statistics.missing > 0;
    return isUsed ? [{ ...numeric, statistics }] : [];
  });
  let missingTerm = 1 + used.length;
  return used.map((numeric, at) => ({
    ...numeric,
    term: 1 + at,
    missingTerm: numeric.statistics.missing > 0 ? missingTerm++ : undefined,
  }));
}

function usedCategories(
  table: FeatureTable,
  rows: Uint32Array,
  firstTerm: number,
  team: Team,
): DesignCategory[] {
  const found = [...table.columns.entries()].flatMap(([index, column]) =>
    column.kind === 'category' ? [{ index, column }] : [],
  );
  const maxNamed = Math.min(MAX_LEVELS, Math.max(2, Math.floor(MAX_CATEGORY_TERMS / found.length)));
  const limits = { maxNamed, maxByRate: Math.min(maxNamed, MAX_BY_RATE) };
  const levelsOf = sharedOut(team, found.length, (at) =>
    categoryLevels(found[at]!.column, { rows, label: table.label }, limits),
  );
  let term = firstTerm;
  return found.flatMap((category, at) => {
    const levels = levelsOf[at]!;
    if (levels.levelCount < 2) return [];
    term += levels.levelCount;
    return [{ ...category, levels, firstTerm: term - levels.levelCount }];
  });
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
