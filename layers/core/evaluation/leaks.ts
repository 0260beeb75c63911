import type { FeatureTable } from '../table/feature-table.ts';
import { columnAuc } from './column-auc.ts';

/** A column that alone tells almost surely who left. */
export interface Leak {
  readonly column: string;
  /** See columnAuc. */
  readonly rocAuc: number;
}

/** No honest single column comes near; one that was filled in when the customer left does. */
const SUSPICIOUS_AUC = 0.98;

/** Many, so that a threshold anywhere falls on an edge, or close to one. */
const MAX_BINS = 200;

/** The columns whose own ROC-AUC is above 0.98 on rows not learnt from, the highest first. `rows` are labelled. */
export function findLeaks({ columns, label }: FeatureTable, rows: Uint32Array): Leak[] {
  return columns
    .map((column) => ({ column: column.name, rocAuc: columnAuc(column, rows, label, MAX_BINS) }))
    .filter(({ rocAuc }) => rocAuc > SUSPICIOUS_AUC)
    .sort((a, b) => b.rocAuc - a.rocAuc);
}
