import { withDerivedColumns } from '../features/derived-columns.ts';
import { seededRandom, seedOfPart, shuffle } from '../learners/seeded-random.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureColumn, FeatureTable } from '../table/feature-table.ts';
import { rankByScore } from './ranking.ts';
import { rocAuc } from './roc-auc.ts';

/**
 * By how much ROC-AUC falls when one raw column is shuffled among the rows, for each of the schema's columns in order;
 * what is derived from the column follows it. About 0 (or below, by chance) for a column without a part of its own.
 * Source: Breiman, "Random Forests" (2001), section 10.
 * @param score Log-odds or probabilities of all rows of a table.
 */
export function permutationImportance(
  table: FeatureTable,
  schema: SchemaDocument,
  score: (table: FeatureTable) => ArrayLike<number>,
  seed: number,
): number[] {
  const raw = table.columns.slice(0, schema.columns.length);
  const aucOf = (scored: FeatureTable) => rocAuc(rankByScore(score(scored), table.label));
  const intact = aucOf(table);
  return raw.map((column, index) => {
    const order = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
    shuffle(order, seededRandom(seedOfPart(seed, index)));
    const shuffled = raw.with(index, takeRows(column, order));
    return intact - aucOf({ ...table, columns: withDerivedColumns(shuffled, schema) });
  });
}

/** The given rows of a table, in their order, as a table of its own. */
export function tableOfRows(table: FeatureTable, rows: Uint32Array): FeatureTable {
  const { observedOnDay } = table;
  return {
    rowCount: rows.length,
    columns: table.columns.map((column) => takeRows(column, rows)),
    label: Uint8Array.from(rows, (row) => table.label[row]!),
    ...(observedOnDay && { observedOnDay: Int32Array.from(rows, (row) => observedOnDay[row]!) }),
  };
}

function takeRows(column: FeatureColumn, rows: Uint32Array): FeatureColumn {
  return column.kind === 'numeric'
    ? { ...column, values: Float32Array.from(rows, (row) => column.values[row]!) }
    : { ...column, codes: Uint32Array.from(rows, (row) => column.codes[row]!) };
}
