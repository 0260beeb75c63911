import { ChurnError } from '../../errors.ts';
import type { FeatureTable } from '../../table/feature-table.ts';
import type { Learner } from '../learner.ts';
import { logOddsOf } from '../log-odds.ts';
import { ALONE, type Team } from '../team.ts';
import { chooseStrength } from './choose-strength.ts';
import { type DesignRows, designRows, evenlySpaced, leftIn } from './design-rows.ts';
import {
  type DesignCategory,
  type DesignNumeric,
  type LogisticDesign,
  logisticDesign,
} from './logistic-design.ts';
import type { CategoryTerm, LogisticModel, NumericTerm } from './logistic-model.ts';
import { minimise, type SearchStart } from './newton.ts';
import type { PenalisedLoss } from './penalised-loss.ts';

export interface LogisticSettings {
  /**
   * 1 ÷ penalty, as C in scikit-learn; above 0. The penalty is a prior of the coefficients, whatever the number of rows,
   * so cross-validation may choose it on a part of them. @default 'cross-validated'
   */
  readonly inverseStrength?: number | 'cross-validated';
  /**
   * By position of a numeric column in the table: 1 where a higher value may only raise the probability, −1 where it may
   * only lower it. @default none
   */
  readonly monotone?: ReadonlyMap<number, 1 | -1>;
}

/** Of more rows than this, so many tell the strength of the penalty and where the search on all begins. */
const SAMPLE_ROWS = 20_000;
/** The tolerance of a search that another goes on from. */
const ROUGHLY = 1e-6;
/** What the log-loss of more rows than the sample's, summed, may still fall by: coefficients within 0.02 standard errors. */
const NEGLIGIBLE_LOSS = 1e-4;

/**
 * Logistic regression with an L2 penalty on standardised numerics and one coefficient a category level. The seed deals
 * out the folds of the cross-validation; without it the fit has no randomness.
 * @throws ChurnError `LEARNER_SETTING_INVALID`; from `fit`, `ONE_CLASS_ONLY` or `FIT_DID_NOT_CONVERGE`
 */
export function logisticRegression(settings: LogisticSettings = {}): Learner {
  const { inverseStrength = 'cross-validated', monotone = new Map() } = settings;
  requireValid(inverseStrength);
  return {
    name: 'logistic-regression',
    algorithm: 'logistic-regression',
    parameters: { inverseStrength },
    fit: (table, rows, seed, team = ALONE) =>
      fitLogistic(table, rows, { seed, team }, { inverseStrength, monotone }),
  };
}

function requireValid(inverseStrength: number | 'cross-validated'): void {
  if (inverseStrength === 'cross-validated') return;
  if (Number.isFinite(inverseStrength) && inverseStrength > 0) return;
  throw new ChurnError(
    'LEARNER_SETTING_INVALID',
    `Logistic regression cannot take the inverse strength ${inverseStrength}.`,
  );
}

function fitLogistic(
  table: FeatureTable,
  rows: Uint32Array,
  { seed, team }: { readonly seed: number; readonly team: Team },
  { inverseStrength, monotone }: Required<LogisticSettings>,
): LogisticModel {
  const design = logisticDesign(table, rows, team);
  const all = designRows(table, rows, design, team);
  const sample = evenlySpaced(all, SAMPLE_ROWS);
  const signs = signsOf(design, monotone);
  const base = { coefficients: baseOf(all) };
  const chosen =
    inverseStrength === 'cross-validated'
      ? chooseStrength(sample, signs, base, seed, team)
      : {
          inverseStrength,
          start: roughStart({ rows: sample, penalty: 1 / inverseStrength, signs, team }, base),
        };
  const problem = { rows: all, penalty: 1 / chosen.inverseStrength, signs, team };
  const { coefficients } =
    sample === all
      ? minimise(problem, chosen.start)
      : // Second derivatives of more rows than the sample's are worth their time.
        minimise(problem, { coefficients: chosen.start.coefficients }, NEGLIGIBLE_LOSS / all.rowCount);
  return {
    kind: 'logistic-regression',
    inverseStrength: chosen.inverseStrength,
    intercept: coefficients[0]!,
    numerics: design.numerics.map((numeric) => numericTerm(numeric, coefficients)),
    categories: design.categories.map((category) => categoryTerm(category, coefficients, rows.length)),
  };
}

/** The end of a short search; of rows with one label alone, which have no minimum, the base. */
function roughStart(problem: PenalisedLoss, base: SearchStart): SearchStart {
  const left = leftIn(problem.rows);
  if (left === 0 || left === problem.rows.rowCount) return base;
  return minimise(problem, base, ROUGHLY);
}

/** The base rate for everyone. @throws ChurnError `ONE_CLASS_ONLY` */
function baseOf(rows: DesignRows): Float64Array {
  const left = leftIn(rows);
  if (left === 0 || left === rows.rowCount) {
    throw new ChurnError('ONE_CLASS_ONLY', 'Logistic regression needs rows that left and rows that stayed.');
  }
  const coefficients = new Float64Array(rows.design.termCount);
  coefficients[0] = logOddsOf(left / rows.rowCount);
  return coefficients;
}

function signsOf({ numerics, termCount }: LogisticDesign, monotone: ReadonlyMap<number, 1 | -1>): Int8Array {
  const signs = new Int8Array(termCount);
  for (const { index, term } of numerics) signs[term] = monotone.get(index) ?? 0;
  return signs;
}

function numericTerm(numeric: DesignNumeric, coefficients: Float64Array): NumericTerm {
  const { index, statistics, term, missingTerm } = numeric;
  const { min, max, mean, standardDeviation } = statistics;
  return {
    column: index,
    lower: min,
    upper: max,
    center: mean,
    weight: standardDeviation > 0 ? coefficients[term]! / standardDeviation : 0,
    missing: missingTerm === undefined ? 0 : coefficients[missingTerm]!,
  };
}

function categoryTerm(
  { index, levels, firstTerm }: DesignCategory,
  coefficients: Float64Array,
  rowCount: number,
): CategoryTerm {
  const part = (level: number) => Math.fround(coefficients[firstTerm + level]!);
  let sum = 0;
  for (const [level, count] of levels.rowsOfLevel.entries()) sum += count * part(level);
  return {
    column: index,
    byValue: new Map([...levels.levelOfValue].map(([value, level]) => [value, part(level)])),
    unseen: levels.kind === 'rates' ? part(levels.unseenLevel) : Math.fround(sum / rowCount),
  };
}
