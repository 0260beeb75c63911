import { stratifiedFolds } from '../../evaluation/stratified-folds.ts';
import { sharedOut, type Team } from '../team.ts';
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
 * @param team The members share the rows and the folds among them.
 */
export function chooseStrength(
  rows: DesignRows,
  signs: Int8Array,
  start: SearchStart,
  seed: number,
  team: Team,
): ChosenStrength {
  const parts = heldOutParts(rows, seed);
  if (parts.length === 0) return { inverseStrength: INVERSE_STRENGTHS[0]!, start };
  let best: (ChosenStrength & { readonly loss: number }) | undefined;
  let point = start;
  for (const inverseStrength of INVERSE_STRENGTHS) {
    const penalty = 1 / inverseStrength;
    const end = minimise({ rows, penalty, signs, team }, point, TOLERANCE);
    const losses = sharedOut(team, parts.length, (part) => {
      const { train, test } = parts[part]!;
      return lossOfRows(test, minimise({ rows: train, penalty, signs }, end, TOLERANCE).coefficients);
    });
    const loss = losses.reduce((sum, ofPart) => sum + ofPart, 0);
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
