import { type Fold, stratifiedFolds } from '../evaluation/stratified-folds.ts';
import { temporalSplit } from '../evaluation/temporal-split.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import { sharedCopy } from '../table/shared-memory.ts';
import type { LabelledRows } from './labelled-rows.ts';

const FOLDS = 5;
const MAX_REPEATS = 10;
/** About so many values are fitted in all repeats together. */
const FITTED_CELLS = 700_000;
/** So many leavers (and stayers) in a held-out part leave the ROC-AUC uncertain by about ± 0.005. */
const ENOUGH_OF_A_CLASS = 20_000;

/** How candidates are compared: on `folds` parts of the rows in turn, dealt out anew `repeats` times. */
export interface ValidationPlan {
  /** `latest`: the rows of the last days are held out, as a model is used on customers of later days. */
  readonly split: 'random' | 'latest';
  /** 5; 1 is a single held-out fifth. */
  readonly folds: number;
  readonly repeats: number;
}

/**
 * The width of the interval is the aim, not the number of fits: few rows need many repeats, and of very many rows one
 * held-out fifth says enough. Where the rows have days, the latest fifth is held out.
 */
export function validationPlan(table: FeatureTable, { rows, left }: LabelledRows): ValidationPlan {
  if (latestFifth(table, rows) !== undefined) return { split: 'latest', folds: 1, repeats: 1 };
  return randomPlan(rows.length, left, table.columns.length);
}

/** The plan for labelled rows without days, so many of whom left; the longest that any rows get. */
export function randomPlan(rows: number, left: number, columns: number): ValidationPlan {
  if (Math.min(left, rows - left) / FOLDS >= ENOUGH_OF_A_CLASS) {
    return { split: 'random', folds: 1, repeats: 1 };
  }
  const repeats = Math.round(FITTED_CELLS / (rows * columns));
  return { split: 'random', folds: FOLDS, repeats: Math.min(MAX_REPEATS, Math.max(1, repeats)) };
}

/** The folds of a plan, in shared memory. */
export function plannedFolds(
  table: FeatureTable,
  { rows }: Pick<LabelledRows, 'rows'>,
  { split, folds, repeats }: ValidationPlan,
  seed: number,
): Fold[] {
  const latest = split === 'latest' ? latestFifth(table, rows) : undefined;
  const planned = latest ?? stratifiedFolds(rows, table.label, { folds: FOLDS, repeats, seed, used: folds });
  return planned.map((fold) => ({ ...fold, train: sharedCopy(fold.train), test: sharedCopy(fold.test) }));
}

function latestFifth({ observedOnDay, label }: FeatureTable, rows: Uint32Array): Fold[] | undefined {
  return observedOnDay && temporalSplit(rows, observedOnDay, label);
}
