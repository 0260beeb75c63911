import { ChurnError } from '../errors.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { CategoryColumn, FeatureColumn } from '../table/feature-table.ts';
import {
  type BandFeature,
  bandCodeOf,
  bandTexts,
  type DerivedFeature,
  derivedFeatures,
  differenceOf,
  ratioOf,
} from './derived-features.ts';

/** The columns of a feature table, computed from the schema's columns: these first, then the derived ones. */
export function withDerivedColumns(
  rawColumns: readonly FeatureColumn[],
  schema: SchemaDocument,
): FeatureColumn[] {
  const columns = [...rawColumns];
  for (const feature of derivedFeatures(schema)) columns.push(derivedColumn(feature, columns));
  return columns;
}

function derivedColumn(feature: DerivedFeature, columns: readonly FeatureColumn[]): FeatureColumn {
  const { kind, name } = feature;
  switch (kind) {
    case 'band':
      return bandColumn(feature, numericValues(columns, feature.source));
    case 'ratio': {
      const numerator = numericValues(columns, feature.numerator);
      const denominator = numericValues(columns, feature.denominator);
      const otherwise = numericValues(columns, feature.otherwise);
      const values = numerator.map((value, row) => ratioOf(value, denominator[row]!, otherwise[row]!));
      return { kind: 'numeric', name, values };
    }
    case 'difference': {
      const subtrahend = numericValues(columns, feature.subtrahend);
      const values = numericValues(columns, feature.minuend).map((value, row) =>
        differenceOf(value, subtrahend[row]!),
      );
      return { kind: 'numeric', name, values };
    }
  }
}

function bandColumn(feature: BandFeature, values: Float32Array): CategoryColumn {
  const codes = Uint32Array.from(values, (value) => bandCodeOf(feature, value));
  return { kind: 'category', name: feature.name, codes, dictionary: bandTexts(feature) };
}

/** The first column of the name: a raw one hides a derived one. */
function numericValues(columns: readonly FeatureColumn[], name: string): Float32Array {
  const column = columns.find((candidate) => candidate.name === name);
  if (column?.kind === 'numeric') return column.values;
  throw new ChurnError('TABLE_MISMATCH', `There is no numeric column ${name} to derive a feature from.`);
}
