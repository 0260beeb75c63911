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
  readonly codes: CategoryCodes;
  readonly dictionary: readonly string[];
}

/** The smallest of the three in which every index of the dictionary fits: a byte a row for most columns. */
export type CategoryCodes = Uint8Array | Uint16Array | Uint32Array;

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
  /** Day on which each row was observed, since 1970-01-01 UTC; there where the schema names a date column. */
  readonly observedOnDay?: Int32Array;
  /** Tells customers of different tables apart; see customerHash. There where it was asked for. */
  readonly customerHashes?: Float64Array;
}
