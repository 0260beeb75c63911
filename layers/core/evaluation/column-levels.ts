import type { CategoryColumn, FeatureColumn, NumericColumn } from '../table/feature-table.ts';
import { evenlySpaced } from './evenly-spaced.ts';

/** A column cut into levels: the values of a category or the bins of a numeric, missing being a level of its own. */
export interface ColumnLevels {
  readonly levelCount: number;
  readonly levelOf: (row: number) => number;
}

/** Values from which the edges of bins are found; with more they would move by less than matters. */
const MAX_EDGE_ROWS = 50_000;

/** The levels of a column; a numeric gets at most `maxBins` bins of about equal count over the rows given. */
export function columnLevels(column: FeatureColumn, rows: Uint32Array, maxBins: number): ColumnLevels {
  return column.kind === 'category' ? valueLevels(column) : binLevels(column, rows, maxBins);
}

function valueLevels({ codes, dictionary }: CategoryColumn): ColumnLevels {
  return { levelCount: dictionary.length, levelOf: (row) => codes[row]! };
}

function binLevels({ values }: NumericColumn, rows: Uint32Array, maxBins: number): ColumnLevels {
  const edges = binEdges(values, evenlySpaced(rows, MAX_EDGE_ROWS), maxBins);
  const missing = edges.length + 1;
  const levelOf = (row: number) => {
    const value = values[row]!;
    return Number.isNaN(value) ? missing : binOf(value, edges);
  };
  return { levelCount: missing + 1, levelOf };
}

/** The highest value of every bin but the last, ascending and different from one another. */
function binEdges(values: Float32Array, rows: Uint32Array, maxBins: number): Float32Array {
  const present = Float32Array.from(rows, (row) => values[row]!).filter((value) => !Number.isNaN(value));
  present.sort();
  const edges: number[] = [];
  for (let bin = 1; bin < maxBins && present.length > 0; bin++) {
    const edge = present[Math.max(0, Math.ceil((bin * present.length) / maxBins) - 1)]!;
    const isNew = edges.length === 0 || edge > edges.at(-1)!;
    if (isNew && edge < present.at(-1)!) edges.push(edge);
  }
  return Float32Array.from(edges);
}

/** The number of edges below the value. */
function binOf(value: number, edges: Float32Array): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
