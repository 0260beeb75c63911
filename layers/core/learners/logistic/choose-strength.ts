import { stratifiedFolds } from '../../evaluation/stratified-folds.ts';
import { type DesignRows, leftIn, takeRows } from './design-rows.ts';
import { lossOfRows } from './loss-gradient.ts';
import { minimise, type SearchStart } from './newton.ts';

/** What may be chosen: 1 ÷ penalty, from the strongest penalty to the weakest. */
export const INVERSE_STRENGTHS: readonly number[] = [0.01, 0.1, 0.3, 1, 10, 100];

const FOLDS = 5;
/** Of the mean loss; a choice needs no more. */
const TOLERANCE = 1e-6;

/** The chosen strength, and the coefficients it has on the rows, to begin a search with. */
export interface ChosenStrength {
  readonly inverseStrength: number;
  readonly start: SearchStart;
}

/**
 * The strength with the least log-loss on held-out rows, in folds that keep the share of leavers; of equal ones the
 * stronger penalty. With fewer than two rows of a label nothing can be held out, and all strengths are equal.
 */
export function chooseStrength(
  rows: DesignRows,
  signs: Int8Array,
  start: SearchStart,
  seed: number,
): ChosenStrength {
  const parts = heldOutParts(rows, seed);
  if (parts.length === 0) return { inverseStrength: INVERSE_STRENGTHS[0]!, start };
  let best: (ChosenStrength & { readonly loss: number }) | undefined;
  let point = start;
  for (const inverseStrength of INVERSE_STRENGTHS) {
    const penalty = 1 / inverseStrength;
    const end = minimise({ rows, penalty, signs }, point, TOLERANCE);
    let loss = 0;
    for (const { train, test } of parts) {
      const { coefficients } = minimise({ rows: train, penalty, signs }, end, TOLERANCE);
      loss += lossOfRows(test, coefficients);
    }
    // The loss falls to one minimum along the way and rises after it.
    if (best !== undefined && loss >= best.loss) break;
    best = { inverseStrength, start: end, loss };
    point = end;
  }
  return best!;
}

function heldOutParts(rows: DesignRows, seed: number): { train: DesignRows; test: DesignRows }[] {
  const { rowCount, labels } = rows;
  const left = leftIn(rows);
  const folds = Math.min(FOLDS, left, rowCount - left);
  if (folds < 2) return [];
  const places = Uint32Array.from({ length: rowCount }, (_, place) => place);
  return stratifiedFolds(places, labels, { folds, repeats: 1, seed }).map(({ train, test }) => ({
    train: takeRows(rows, train),
    test: takeRows(rows, test),
  }));
}
