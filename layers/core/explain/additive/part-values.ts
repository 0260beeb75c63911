import { categoryColumnAt, numericColumnAt } from '../../learners/table-columns.ts';
import type { FeatureTable } from '../../table/feature-table.ts';
import type { ColumnPart } from '../explainer-document.ts';

type NumericPart = Exclude<ColumnPart, { kind: 'category' }>;
type CategoryPart = Extract<ColumnPart, { kind: 'category' }>;

/**
 * Adds a part to sums[i × width + first] for each of the rows, i counting them.
 * @throws ChurnError `TABLE_MISMATCH`
 */
export function addPart(
  part: ColumnPart,
  table: FeatureTable,
  rows: Uint32Array,
  sums: Float64Array,
  { width, first }: { readonly width: number; readonly first: number },
): void {
  if (part.kind === 'category') addCategories(part, table, rows, sums, width, first);
  else addNumerics(part, table, rows, sums, width, first);
}

function addCategories(
  part: CategoryPart,
  table: FeatureTable,
  rows: Uint32Array,
  sums: Float64Array,
  width: number,
  first: number,
): void {
  const { codes, dictionary } = categoryColumnAt(table, part.column);
  const known = new Map(part.values.map((value, index) => [value, part.numbers[index]!]));
  const byCode = Float64Array.from(dictionary, (value) => known.get(value) ?? part.unseen);
  for (let i = 0, at = first; i < rows.length; i++, at += width) sums[at]! += byCode[codes[rows[i]!]!]!;
}

function addNumerics(
  part: NumericPart,
  table: FeatureTable,
  rows: Uint32Array,
  sums: Float64Array,
  width: number,
  first: number,
): void {
  const { values } = numericColumnAt(table, part.column);
  const partOf = part.kind === 'linear' ? linear(part) : steps(part);
  for (let i = 0, at = first; i < rows.length; i++, at += width) {
    const value = values[rows[i]!]!;
    sums[at]! += Number.isNaN(value) ? part.missing : partOf(value);
  }
}

function linear({ lower, upper, weight, offset }: Extract<ColumnPart, { kind: 'linear' }>) {
  return (value: number) => offset + weight * Math.min(Math.max(value, lower), upper);
}

function steps({ thresholds, levels }: Extract<ColumnPart, { kind: 'steps' }>) {
  return (value: number) => levels[stepOf(thresholds, value)]!;
}

/** The first place whose threshold is not below the value; their number if there is none. */
export function stepOf(thresholds: readonly number[], value: number): number {
  let [low, high] = [0, thresholds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (thresholds[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
