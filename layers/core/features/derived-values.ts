import { ChurnError } from '../errors.ts';
import { bandCodeOf, type DerivedFeature, differenceOf, ratioOf } from './derived-features.ts';

export type Numbers = Float32Array | Float64Array;
/** Numbers of a ratio or difference, or codes of a band's texts. */
export type DerivedValues = Numbers | Int32Array | Uint32Array;

/** Columns of whatever table, as far as features are derived from them. */
export type SourceColumn =
  | { readonly kind: 'numeric'; readonly name: string; readonly values: Numbers }
  | { readonly kind: 'category'; readonly name: string };

/** Computes a feature of the first `rows` rows from the columns, which have float32 numbers. @throws as `numbersOf` */
export function deriveInto(
  target: DerivedValues,
  feature: DerivedFeature,
  columns: readonly SourceColumn[],
  rows: number,
): void {
  switch (feature.kind) {
    case 'band': {
      const values = numbersOf(columns, feature.source);
      for (let row = 0; row < rows; row++) target[row] = bandCodeOf(feature, values[row]!);
      return;
    }
    case 'ratio': {
      const numerators = numbersOf(columns, feature.numerator);
      const denominators = numbersOf(columns, feature.denominator);
      const others = numbersOf(columns, feature.otherwise);
      for (let row = 0; row < rows; row++) {
        target[row] = ratioOf(numerators[row]!, denominators[row]!, others[row]!);
      }
      return;
    }
    case 'difference': {
      const minuends = numbersOf(columns, feature.minuend);
      const subtrahends = numbersOf(columns, feature.subtrahend);
      for (let row = 0; row < rows; row++) target[row] = differenceOf(minuends[row]!, subtrahends[row]!);
    }
  }
}

/** The first column of the name: one of the schema hides a derived one. @throws ChurnError `TABLE_MISMATCH` */
export function numbersOf(columns: readonly SourceColumn[], name: string): Numbers {
  const column = columns.find((candidate) => candidate.name === name);
  if (column?.kind === 'numeric') return column.values;
  throw new ChurnError('TABLE_MISMATCH', `There is no numeric column ${name} to derive a feature from.`);
}
