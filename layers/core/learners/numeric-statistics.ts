import type { NumericColumn } from '../table/feature-table.ts';

/** What training knows of a numeric column. Values that are missing or not finite are left out. */
export interface NumericStatistics {
  readonly mean: number;
  /** Of the population (÷ n). 0 for a constant column. */
  readonly standardDeviation: number;
  readonly min: number;
  readonly max: number;
  /** Rows without a usable value. */
  readonly missing: number;
}

/** Statistics of a column over some rows; undefined where none of them has a value. */
export function numericStatistics(
  { values }: NumericColumn,
  rows: Uint32Array,
): NumericStatistics | undefined {
  let [sum, present, min, max] = [0, 0, Infinity, -Infinity];
  for (const row of rows) {
    const value = values[row]!;
    if (!Number.isFinite(value)) continue;
    present++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (present === 0) return undefined;
  const mean = sum / present;
  if (min === max) return { mean: min, standardDeviation: 0, min, max, missing: rows.length - present };
  let squares = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isFinite(value)) squares += (value - mean) ** 2;
  }
  return { mean, standardDeviation: Math.sqrt(squares / present), min, max, missing: rows.length - present };
}
