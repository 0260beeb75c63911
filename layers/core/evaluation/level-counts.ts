import type { ColumnLevels } from './column-levels.ts';

/** How many rows a level has, and how many of them left, by level. */
export interface LevelCounts {
  readonly rows: Uint32Array;
  readonly left: Uint32Array;
}

/** Rows of the base's rate that each level is given, so that a level of few rows says little. */
const PRIOR_ROWS = 10;

/** Counts labelled rows by level. */
export function countLevels(
  { levelCount, levelOf }: ColumnLevels,
  rowsCounted: Uint32Array,
  label: Uint8Array,
): LevelCounts {
  const rows = new Uint32Array(levelCount);
  const left = new Uint32Array(levelCount);
  for (let i = 0; i < rowsCounted.length; i++) {
    const row = rowsCounted[i]!;
    const level = levelOf(row);
    rows[level]!++;
    left[level]! += label[row]!;
  }
  return { rows, left };
}

/** Rate of leaving by level, smoothed towards that of all rows; a level without rows has the latter. */
export function smoothedRates({ rows, left }: LevelCounts): Float64Array {
  const baseRate = sum(left) / sum(rows);
  return Float64Array.from(
    rows,
    (count, level) => (left[level]! + PRIOR_ROWS * baseRate) / (count + PRIOR_ROWS),
  );
}

/** ROC-AUC of scoring each row by the rate of its level. NaN where one of the classes is empty. */
export function aucOfLevels(rates: Float64Array, { rows, left }: LevelCounts): number {
  const met = Uint32Array.from(rows.keys()).filter((level) => rows[level]! > 0);
  met.sort((a, b) => rates[b]! - rates[a]!);
  let [leaversAbove, leaversHere, stayersHere, wins] = [0, 0, 0, 0];
  for (let place = 0; place < met.length; place++) {
    const level = met[place]!;
    leaversHere += left[level]!;
    stayersHere += rows[level]! - left[level]!;
    if (place + 1 < met.length && rates[met[place + 1]!] === rates[level]) continue;
    wins += stayersHere * (leaversAbove + leaversHere / 2);
    leaversAbove += leaversHere;
    [leaversHere, stayersHere] = [0, 0];
  }
  const leavers = sum(left);
  return wins / (leavers * (sum(rows) - leavers));
}

function sum(counts: Uint32Array): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  return total;
}
