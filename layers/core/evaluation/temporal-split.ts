import type { Fold } from './stratified-folds.ts';

/** Fewest leavers, and fewest stayers, on either side of the day that parts them. */
const MIN_ROWS_OF_A_CLASS = 10;

/** One day's labelled rows. */
interface Day {
  readonly day: number;
  rows: number;
  left: number;
}

/**
 * One fold that tests on the latest rows what was learnt on the earlier ones, as a model is used: of all days that leave
 * at least ten leavers and ten stayers on both sides, the test part begins on the one that makes its share of the rows
 * nearest to `testShare`. A day is never on both sides. Undefined where no day does, as where there is only one.
 * @param rows Labelled rows in ascending order.
 * @param observedOnDay Of every row of the table.
 */
export function temporalSplit(
  rows: Uint32Array,
  observedOnDay: Int32Array,
  label: Uint8Array,
  testShare = 0.2,
): Fold[] | undefined {
  const firstTestDay = chooseDay(daysOf(rows, observedOnDay, label), rows.length, testShare);
  if (firstTestDay === undefined) return undefined;
  const isTest = (row: number) => observedOnDay[row]! >= firstTestDay;
  return [{ repeat: 0, fold: 0, train: rows.filter((row) => !isTest(row)), test: rows.filter(isTest) }];
}

/** The days in descending order. */
function daysOf(rows: Uint32Array, observedOnDay: Int32Array, label: Uint8Array): Day[] {
  const days = new Map<number, Day>();
  for (const row of rows) {
    const day = observedOnDay[row]!;
    const counts = days.get(day) ?? { day, rows: 0, left: 0 };
    counts.rows++;
    counts.left += label[row]!;
    days.set(day, counts);
  }
  return [...days.values()].sort((a, b) => b.day - a.day);
}

function chooseDay(latestFirst: readonly Day[], rowCount: number, testShare: number): number | undefined {
  const leftInAll = latestFirst.reduce((sum, { left }) => sum + left, 0);
  let [rows, left] = [0, 0];
  let best: { readonly day: number; readonly miss: number } | undefined;
  for (const counts of latestFirst) {
    rows += counts.rows;
    left += counts.left;
    const classes = [left, rows - left, leftInAll - left, rowCount - rows - (leftInAll - left)];
    if (Math.min(...classes) < MIN_ROWS_OF_A_CLASS) continue;
    const miss = Math.abs(rows / rowCount - testShare);
    if (best === undefined || miss < best.miss) best = { day: counts.day, miss };
  }
  return best?.day;
}
