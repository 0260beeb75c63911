import { TENURE_COHORT_DIMENSION } from '../insights/run-insights.ts';
import { type SchemaDocument, TENURE_GROUP } from './schema-document.ts';

/** A way to break the base down: a column and its name for people. */
export interface SegmentDimension {
  readonly name: string;
  readonly label: string;
}

/** The schema's segmentBy columns, in its order, and last the tenure cohorts that every run has. */
export function segmentDimensionsOf(schema: SchemaDocument): readonly SegmentDimension[] {
  const columns = schema.segmentBy.map((name) => {
    const column = schema.columns.find((candidate) => candidate.name === name);
    return { name, label: column?.label ?? (name === TENURE_GROUP ? 'Tenure (months)' : name) };
  });
  return [...columns, { name: TENURE_COHORT_DIMENSION, label: 'Year as a customer' }];
}
