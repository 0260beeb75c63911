import type { FeatureColumn } from '../table/feature-table.ts';
import { columnLevels } from './column-levels.ts';
import { evenlySpaced } from './evenly-spaced.ts';
import { aucOfLevels, countLevels, smoothedRates } from './level-counts.ts';

const MAX_ROWS = 50_000;
/** A bin of a numeric has at least so many rows of a half, on average. */
const ROWS_A_BIN = 5;

/**
 * How well one column alone tells who left, on rows it was not learnt from: the rates of its values (of a numeric's
 * bins) are learnt on every other row and scored on the rest, both ways, and the two ROC-AUCs averaged. A value met once
 * says nothing, so an identifier is at about 0.5. Of more than 50,000 labelled rows as many are taken, evenly spaced.
 * NaN where a half lacks one of the classes.
 */
export function columnAuc(
  column: FeatureColumn,
  rows: Uint32Array,
  label: Uint8Array,
  maxBins: number,
): number {
  const sample = evenlySpaced(rows, MAX_ROWS);
  const bins = Math.max(2, Math.min(maxBins, Math.floor(sample.length / 2 / ROWS_A_BIN)));
  const levels = columnLevels(column, sample, bins);
  const even = countLevels(
    levels,
    sample.filter((_, place) => place % 2 === 0),
    label,
  );
  const odd = countLevels(
    levels,
    sample.filter((_, place) => place % 2 === 1),
    label,
  );
  return (aucOfLevels(smoothedRates(even), odd) + aucOfLevels(smoothedRates(odd), even)) / 2;
}
