import { formatFloat32 } from '../features/float32-text.ts';
import type { CategoryColumn, FeatureColumn, NumericColumn } from '../table/feature-table.ts';

/** Which group each row is in, and the groups' names. */
export interface RowGroups {
  /** An index of `names` a row. */
  readonly codes: Uint16Array;
  readonly names: readonly string[];
}

/** More values than this are not told apart: the rarest are one group. */
const MAX_GROUPS = 20;
const OTHERS = '(other)';
const QUARTERS = 4;

/** The rows by the column's value; numbers by quarters of the rows, as `18 to 33`. A missing value is the group ''. */
export function groupsOfColumn(column: FeatureColumn, rows: Uint32Array): RowGroups {
  return column.kind === 'category' ? groupsOfCategory(column, rows) : groupsOfNumbers(column, rows);
}

function groupsOfCategory({ codes, dictionary }: CategoryColumn, rows: Uint32Array): RowGroups {
  const counts = new Float64Array(dictionary.length);
  for (const row of rows) counts[codes[row]!]!++;
  const order = [...dictionary.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b);
  const named = order.length <= MAX_GROUPS ? order : order.slice(0, MAX_GROUPS - 1);
  const groupOf = new Uint16Array(dictionary.length).fill(named.length);
  for (const [group, code] of named.entries()) groupOf[code] = group;
  return {
    codes: Uint16Array.from(rows, (row) => groupOf[codes[row]!]!),
    names: [...named.map((code) => dictionary[code]!), OTHERS],
  };
}

function groupsOfNumbers({ values }: NumericColumn, rows: Uint32Array): RowGroups {
  const sorted = Float32Array.from(rows, (row) => values[row]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const lastOf = (quarter: number) => sorted[Math.ceil((sorted.length * (quarter + 1)) / QUARTERS) - 1];
  const ends = [...new Set(Array.from({ length: QUARTERS }, (_, quarter) => lastOf(quarter)))].filter(
    (end) => end !== undefined,
  );
  const names = ends.map((end, group) => {
    const first =
      group === 0 ? sorted[0]! : sorted[sorted.findLastIndex((value) => value <= ends[group - 1]!) + 1]!;
    return first === end ? formatFloat32(end) : `${formatFloat32(first)} to ${formatFloat32(end)}`;
  });
  const groupOf = (value: number) =>
    Number.isNaN(value) ? ends.length : ends.findIndex((end) => value <= end);
  return { codes: Uint16Array.from(rows, (row) => groupOf(values[row]!)), names: [...names, ''] };
}
