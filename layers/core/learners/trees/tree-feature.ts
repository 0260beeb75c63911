import type { CategoryMap } from '../category-map.ts';

/** A numeric column as the trees see it: its value, `imputedWith` where missing. */
export interface TreeNumeric {
  readonly kind: 'numeric';
  /** Position of the column in the table. */
  readonly column: number;
  /** The training mean; LOWEST_FLOAT32 where training has enough missing values to learn from them. */
  readonly imputedWith: number;
}

/** A category column as the trees see it: the rank of its value's rate of leaving in training. */
export interface TreeCategory extends CategoryMap {
  readonly kind: 'category';
  /** Position of the column in the table. */
  readonly column: number;
}

/** A column as the trees see it: one number a row. */
export type TreeFeature = TreeNumeric | TreeCategory;

/** Stands for missing, below every other value. */
export const LOWEST_FLOAT32 = -3.4028234663852886e38;
