/** A numeric column; NaN is missing. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  readonly values: Float32Array;
}

/** A category column: `codes[i]` indexes `dictionary`; the dictionary's empty string is missing. */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  readonly codes: Uint32Array;
  readonly dictionary: readonly string[];
}

export type FeatureColumn = NumericColumn | CategoryColumn;

/** Values of `FeatureTable.label`. */
export const LABEL_STAYED = 0;
export const LABEL_LEFT = 1;
export const LABEL_UNKNOWN = 255;

/** customer_features.csv in memory, by column: the schema's columns first, then the derived features, in order. */
export interface FeatureTable {
  readonly rowCount: number;
  readonly columns: readonly FeatureColumn[];
  /** One of LABEL_STAYED, LABEL_LEFT, LABEL_UNKNOWN a row. */
  readonly label: Uint8Array;
}
