import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureColumn } from '../table/feature-table.ts';
import { bandTexts, type DerivedFeature, derivedFeatures } from './derived-features.ts';
import { deriveInto } from './derived-values.ts';

/** The columns of a feature table, computed from the schema's: these first, then the derived ones. */
export function withDerivedColumns(
  rawColumns: readonly FeatureColumn[],
  schema: SchemaDocument,
): FeatureColumn[] {
  const columns = [...rawColumns];
  for (const feature of derivedFeatures(schema)) columns.push(derivedColumn(feature, columns));
  return columns;
}

function derivedColumn(feature: DerivedFeature, columns: readonly FeatureColumn[]): FeatureColumn {
  const { name } = feature;
  const rows = rowCountOf(columns);
  if (feature.kind === 'band') {
    const codes = new Uint32Array(rows);
    deriveInto(codes, feature, columns, rows);
    return { kind: 'category', name, codes, dictionary: bandTexts(feature) };
  }
  const values = new Float32Array(rows);
  deriveInto(values, feature, columns, rows);
  return { kind: 'numeric', name, values };
}

function rowCountOf([first]: readonly FeatureColumn[]): number {
  if (first === undefined) return 0;
  return first.kind === 'numeric' ? first.values.length : first.codes.length;
}
