import type { FeatureTable } from '../table/feature-table.ts';
import { columnAuc } from './column-auc.ts';
import { columnLevels } from './column-levels.ts';
import { evenlySpaced } from './evenly-spaced.ts';
import { countLevels, smoothedRates } from './level-counts.ts';
import type { Fold } from './stratified-folds.ts';

/** The best rule of one column for a fold: the rate of leaving of its value, or of its bin. */
export interface FoldRule {
  readonly column: string;
  /** Of the fold's test rows, in their order: the rates learnt on its training rows. */
  readonly rates: Float64Array;
}

const MAX_BINS = 10;
/** Training rows that rates are learnt from; with more they would change by less than matters. */
const MAX_RATE_ROWS = 200_000;

/**
 * Chooses the column by its ROC-AUC within the training part (see columnAuc) and learns the rates there; the first of
 * equals is taken. Source: Holte, "Very simple classification rules perform well on most commonly used datasets" (1993).
 */
export function oneRule({ columns, label }: FeatureTable, { train, test }: Fold): FoldRule {
  const aucs = columns.map((column) => columnAuc(column, train, label, MAX_BINS));
  const best = aucs.reduce((top, auc, index) => (auc > aucs[top]! ? index : top), 0);
  const column = columns[best]!;
  const levels = columnLevels(column, train, MAX_BINS);
  const rateOf = smoothedRates(countLevels(levels, evenlySpaced(train, MAX_RATE_ROWS), label));
  return { column: column.name, rates: Float64Array.from(test, (row) => rateOf[levels.levelOf(row)]!) };
}
