import { rankByScore } from '#core/evaluation/ranking.ts';
import { rocAuc } from '#core/evaluation/roc-auc.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';

/** A made-up table with the log-odds that each label was drawn by. */
export interface MadeTable {
  readonly table: FeatureTable;
  readonly trueLogOdds: Float64Array;
}

/** The ROC-AUC on some rows of someone who knows how the labels were drawn: about what a fit can reach at best. */
export function ceilingAuc({ table, trueLogOdds }: MadeTable, rows: Uint32Array): number {
  const scores = Float64Array.from(rows, (row) => trueLogOdds[row]!);
  return rocAuc(rankByScore(scores, labelsOf(table, rows)));
}

/** The labels of some rows, in their order. */
export function labelsOf({ label }: FeatureTable, rows: Uint32Array): Uint8Array {
  return Uint8Array.from(rows, (row) => label[row]!);
}
