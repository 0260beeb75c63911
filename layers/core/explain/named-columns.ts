import { type DerivedFeature, derivedFeatures } from '../features/derived-features.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { ExplainerDocument } from './explainer-document.ts';

type NamedColumns = ExplainerDocument['columns'];

/**
 * The feature table's columns, each with the schema's columns that stand for it. A column of the schema stands for
 * itself. What a derived feature contributes is shared in equal parts among the columns that it is made of: the source
 * of a band; the numerator and the denominator of a ratio, whatever stands in where it cannot be formed; the two columns
 * of a difference. A derived column among these passes its part on in the same way.
 */
export function namedColumns(schema: SchemaDocument): NamedColumns {
  const columns: NamedColumns = schema.columns.map(({ name }, column) => ({
    name,
    named: [{ column, share: 1 }],
  }));
  for (const feature of derivedFeatures(schema)) {
    const parts = madeOf(feature);
    const named = parts.flatMap((name) => {
      const made = columns.find((candidate) => candidate.name === name)?.named ?? [];
      return made.map(({ column, share }) => ({ column, share: share / parts.length }));
    });
    columns.push({ name: feature.name, named });
  }
  return columns;
}

function madeOf(feature: DerivedFeature): readonly string[] {
  switch (feature.kind) {
    case 'band':
      return [feature.source];
    case 'ratio':
      return [feature.numerator, feature.denominator];
    case 'difference':
      return [feature.minuend, feature.subtrahend];
  }
}
