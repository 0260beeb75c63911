import { seededRandom, seedOfPart, shuffle } from '../learners/seeded-random.ts';

/** One train/test split of the rows of a cross-validation. */
export interface Fold {
  readonly repeat: number;
  readonly fold: number;
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * Repeated k-fold splits that keep the share of leavers: each repeat deals the leavers and the stayers out anew, so
 * that test parts differ by at most one row of each class. Train and test are in the rows' ascending order.
 */
export function stratifiedFolds(
  rows: Uint32Array,
  label: Uint8Array,
  options: { readonly folds: number; readonly repeats: number; readonly seed: number },
): Fold[] {
  const folds: Fold[] = [];
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    const foldOfPlace = dealOut(rows, label, options.folds, seedOfPart(options.seed, repeat));
    for (let fold = 0; fold < options.folds; fold++) {
      folds.push({
        repeat,
        fold,
        train: rows.filter((_, place) => foldOfPlace[place] !== fold),
        test: rows.filter((_, place) => foldOfPlace[place] === fold),
      });
    }
  }
  return folds;
}

function dealOut(rows: Uint32Array, label: Uint8Array, folds: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const foldOfPlace = new Uint8Array(rows.length);
  let dealt = 0;
  for (const wanted of [1, 0]) {
    const places = Uint32Array.from(rows.keys()).filter((place) => label[rows[place]!] === wanted);
    shuffle(places, random);
    for (const place of places) foldOfPlace[place] = dealt++ % folds;
  }
  return foldOfPlace;
}
