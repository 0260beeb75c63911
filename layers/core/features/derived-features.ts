import { type SchemaDocument, TENURE_GROUP } from '../schema/schema-document.ts';

/** Upper edges of the tenure bands in months, each included in its band; the last band is open. */
const TENURE_EDGES_MONTHS = [6, 12, 24, 48, 60];
const TENURE_LABELS = ['0-6', '7-12', '13-24', '25-48', '49-60', '61+'];

/** A category made of a numeric column: value ≤ edges[i] gives labels[i], above the last edge the last label. */
export interface BandFeature {
  readonly kind: 'band';
  readonly name: string;
  readonly source: string;
  readonly edges: readonly number[];
  readonly labels: readonly string[];
}

/** numerator ÷ denominator; `otherwise`'s column where either is missing or the denominator is 0. */
export interface RatioFeature {
  readonly kind: 'ratio';
  readonly name: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly otherwise: string;
}

/** minuend − subtrahend; missing where either is. Either may be a feature derived before it. */
export interface DifferenceFeature {
  readonly kind: 'difference';
  readonly name: string;
  readonly minuend: string;
  readonly subtrahend: string;
}

/**
 * A feature computed from raw columns. It is data, not code, so that the features stage and the ONNX graph compute the
 * very same thing: the first in float32 steps (`Math.fround`), as the graph does.
 */
export type DerivedFeature = BandFeature | RatioFeature | DifferenceFeature;

/** The derived features of a schema, in order of computation and of the columns in customer_features.csv. */
export function derivedFeatures(schema: SchemaDocument): readonly DerivedFeature[] {
  const features: DerivedFeature[] = [
    {
      kind: 'band',
      name: TENURE_GROUP,
      source: schema.tenure,
      edges: TENURE_EDGES_MONTHS,
      labels: TENURE_LABELS,
    },
  ];
  if (schema.totalCharge === undefined) return features;
  features.push(
    {
      kind: 'ratio',
      name: 'avg_monthly_spend',
      numerator: schema.totalCharge,
      denominator: schema.tenure,
      otherwise: schema.monthlyCharge,
    },
    {
      kind: 'difference',
      name: 'charge_above_average',
      minuend: schema.monthlyCharge,
      subtrahend: 'avg_monthly_spend',
    },
  );
  return features;
}

/** The columns that a feature is computed from, derived ones among them. */
export function sourcesOf(feature: DerivedFeature): readonly string[] {
  switch (feature.kind) {
    case 'band':
      return [feature.source];
    case 'ratio':
      return [feature.numerator, feature.denominator, feature.otherwise];
    case 'difference':
      return [feature.minuend, feature.subtrahend];
  }
}

/** The texts of a band's codes: its labels, and last the empty string of what is missing. */
export function bandTexts({ labels }: BandFeature): string[] {
  return [...labels, ''];
}

/** The code of a value's band; NaN is missing. */
export function bandCodeOf({ edges, labels }: BandFeature, value: number): number {
  if (Number.isNaN(value)) return labels.length;
  let code = 0;
  while (code < labels.length - 1 && value > edges[code]!) code++;
  return code;
}

/** numerator ÷ denominator in float32; see RatioFeature for the edge values. */
export function ratioOf(numerator: number, denominator: number, otherwise: number): number {
  if (Number.isNaN(numerator) || Number.isNaN(denominator) || denominator === 0)
    return Math.fround(otherwise);
  return Math.fround(Math.fround(numerator) / Math.fround(denominator));
}

/** minuend − subtrahend in float32; NaN where either is. */
export function differenceOf(minuend: number, subtrahend: number): number {
  return Math.fround(Math.fround(minuend) - Math.fround(subtrahend));
}
