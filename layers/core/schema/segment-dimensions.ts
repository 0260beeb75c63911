import { type SchemaDocument, TENURE_GROUP } from './schema-document.ts';

/** A way to break the base down: a column and its name for people. */
export interface SegmentDimension {
  readonly name: string;
  readonly label: string;
}

/** The schema's segmentBy columns, in its order. */
export function segmentDimensionsOf(schema: SchemaDocument): readonly SegmentDimension[] {
  return schema.segmentBy.map((name) => {
    const column = schema.columns.find((candidate) => candidate.name === name);
    return { name, label: column?.label ?? (name === TENURE_GROUP ? 'Tenure (months)' : name) };
  });
}
