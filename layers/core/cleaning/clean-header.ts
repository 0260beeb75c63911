import type { SchemaDocument } from '../schema/schema-document.ts';

/** The header of clean_customers.csv: the id, the label, the date where the schema has one, then the columns. */
export function cleanHeader(schema: SchemaDocument): string[] {
  const date = schema.date === undefined ? [] : [schema.date];
  return [schema.id, schema.label.column, ...date, ...schema.columns.map(({ name }) => name)];
}
