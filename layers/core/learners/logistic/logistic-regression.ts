import type { FeatureTable } from '../../table/feature-table.ts';
import type { Learner } from '../learner.ts';
import { type DesignCategory, type DesignNumeric, logisticDesign } from './logistic-design.ts';
import type { CategoryTerm, LogisticModel, NumericTerm } from './logistic-model.ts';
import { minimiseLogLoss } from './newton.ts';

/** Above this many rows the first steps of Newton's method are taken on an evenly spaced part of about this size. */
const WARM_START_ROWS = 20_000;

/**
 * Logistic regression with an L2 penalty on standardised numerics and one coefficient a category level. The fit is
 * exact and has no randomness: the seed changes nothing.
 * @param inverseStrength 1 ÷ penalty, as C in scikit-learn.
 */
export function logisticRegression(inverseStrength = 1): Learner {
  return {
    name: 'logistic-regression',
    algorithm: 'logistic-regression',
    parameters: { inverseStrength },
    fit: (table, rows) => fitLogistic(table, rows, 1 / inverseStrength),
  };
}

function fitLogistic(table: FeatureTable, rows: Uint32Array, penalty: number): LogisticModel {
  const design = logisticDesign(table, rows);
  const step = Math.floor(rows.length / WARM_START_ROWS);
  let coefficients: Float64Array = new Float64Array(design.termCount);
  if (step > 1) {
    const part = rows.filter((_, index) => index % step === 0);
    coefficients = minimiseLogLoss(design, part, table.label, penalty / step, coefficients);
  }
  coefficients = minimiseLogLoss(design, rows, table.label, penalty, coefficients);
  return {
    kind: 'logistic-regression',
    intercept: coefficients[0]!,
    numerics: design.numerics.map((numeric) => numericTerm(numeric, coefficients)),
    categories: design.categories.map((category) => categoryTerm(category, coefficients, rows)),
  };
}

function numericTerm(numeric: DesignNumeric, coefficients: Float64Array): NumericTerm {
  const { column, statistics, term, missingTerm } = numeric;
  const { min, max, mean, standardDeviation } = statistics;
  return {
    column,
    lower: min,
    upper: max,
    center: mean,
    weight: standardDeviation > 0 ? coefficients[term]! / standardDeviation : 0,
    missing: missingTerm === undefined ? 0 : coefficients[missingTerm]!,
  };
}

function categoryTerm(
  { column, codes, levels, firstTerm }: DesignCategory,
  coefficients: Float64Array,
  rows: Uint32Array,
): CategoryTerm {
  const part = (level: number) => Math.fround(coefficients[firstTerm + level]!);
  let sum = 0;
  for (const row of rows) sum += part(levels.levelOfCode[codes[row]!]!);
  return {
    column,
    byValue: new Map(levels.values.map((value, level) => [value, part(level)])),
    unseen: levels.hasOther ? part(levels.values.length) : Math.fround(sum / rows.length),
  };
}
