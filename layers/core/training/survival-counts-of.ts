import { SurvivalCounts } from '../economics/survival/survival-counts.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { type FeatureTable, LABEL_LEFT } from '../table/feature-table.ts';

/** The labelled rows given by tenure; nobody where the table has no numeric tenure. */
export function survivalCountsOf(
  { columns, label }: FeatureTable,
  schema: Pick<SchemaDocument, 'tenure'>,
  rows: Uint32Array,
): SurvivalCounts {
  const counts = new SurvivalCounts();
  const tenure = columns.find(({ name }) => name === schema.tenure);
  if (tenure?.kind !== 'numeric') return counts;
  for (const row of rows) counts.add(tenure.values[row]!, label[row] === LABEL_LEFT);
  return counts;
}
