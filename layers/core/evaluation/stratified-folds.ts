import { seededRandom, seedOfPart, shuffle } from '../learners/seeded-random.ts';

/** One train/test split of the rows of a cross-validation. */
export interface Fold {
  readonly repeat: number;
  readonly fold: number;
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

export interface FoldPlan {
  readonly folds: number;
  readonly repeats: number;
  readonly seed: number;
  /** Only the first so many folds of each repeat are laid out. @default all */
  readonly used?: number;
}

/**
 * Repeated k-fold splits that keep the share of leavers: each repeat deals the leavers and the stayers out anew, so
 * that test parts differ by at most one row of each class. Train and test are in the rows' ascending order.
 */
export function stratifiedFolds(
  rows: Uint32Array,
  label: Uint8Array,
  { folds, repeats, seed, used = folds }: FoldPlan,
): Fold[] {
  const planned: Fold[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const foldOfPlace = dealOut(rows, label, folds, seedOfPart(seed, repeat));
    for (let fold = 0; fold < used; fold++)
      planned.push({ repeat, fold, ...parted(rows, foldOfPlace, fold) });
  }
  return planned;
}

function parted(rows: Uint32Array, foldOfPlace: Uint8Array, fold: number): Pick<Fold, 'train' | 'test'> {
  let testCount = 0;
  for (let place = 0; place < rows.length; place++) if (foldOfPlace[place] === fold) testCount++;
  const test = new Uint32Array(testCount);
  const train = new Uint32Array(rows.length - testCount);
  for (let place = 0, tests = 0; place < rows.length; place++) {
    if (foldOfPlace[place] === fold) test[tests++] = rows[place]!;
    else train[place - tests] = rows[place]!;
  }
  return { train, test };
}

function dealOut(rows: Uint32Array, label: Uint8Array, folds: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const foldOfPlace = new Uint8Array(rows.length);
  let dealt = 0;
  for (const wanted of [1, 0]) {
    const places = placesOf(rows, label, wanted);
    shuffle(places, random);
    for (let i = 0; i < places.length; i++) foldOfPlace[places[i]!] = dealt++ % folds;
  }
  return foldOfPlace;
}

function placesOf(rows: Uint32Array, label: Uint8Array, wanted: number): Uint32Array {
  const places = new Uint32Array(rows.length);
  let count = 0;
  for (let place = 0; place < rows.length; place++)
    if (label[rows[place]!] === wanted) places[count++] = place;
  return places.subarray(0, count);
}
