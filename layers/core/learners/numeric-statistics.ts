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

/** Rows whose sum is taken at once: if it is finite so are all of them, and none has to be looked at alone. */
const BLOCK_ROWS = 256;

/** Statistics of a column over some rows; undefined where none of them has a value. */
export function numericStatistics(
  { values }: NumericColumn,
  rows: Uint32Array,
): NumericStatistics | undefined {
  const { present, sum, min, max } = rangeOf(values, rows);
  if (present === 0) return undefined;
  const missing = rows.length - present;
  if (min === max) return { mean: min, standardDeviation: 0, min, max, missing };
  const mean = sum / present;
  const variance = squaredDeviations(values, rows, mean) / present;
  return { mean, standardDeviation: Math.sqrt(variance), min, max, missing };
}

interface Range {
  present: number;
  sum: number;
  min: number;
  max: number;
}

function rangeOf(values: Float32Array, rows: Uint32Array): Range {
  const range = { present: 0, sum: 0, min: Infinity, max: -Infinity };
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rows.length);
    const sum = sumOf(values, rows, start, end);
    if (!Number.isFinite(sum)) {
      addFiniteOnes(values, rows, start, end, range);
      continue;
    }
    range.sum += sum;
    range.present += end - start;
    widen(values, rows, start, end, range);
  }
  return range;
}

function sumOf(values: Float32Array, rows: Uint32Array, start: number, end: number): number {
  let [even, odd] = [0, 0];
  let i = start;
  for (; i + 1 < end; i += 2) {
    even += values[rows[i]!]!;
    odd += values[rows[i + 1]!]!;
  }
  return i < end ? even + odd + values[rows[i]!]! : even + odd;
}

function widen(values: Float32Array, rows: Uint32Array, start: number, end: number, range: Range): void {
  let { min, max } = range;
  for (let i = start; i < end; i++) {
    const value = values[rows[i]!]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  range.min = min;
  range.max = max;
}

function addFiniteOnes(
  values: Float32Array,
  rows: Uint32Array,
  start: number,
  end: number,
  range: Range,
): void {
  for (let i = start; i < end; i++) {
    const value = values[rows[i]!]!;
    if (!Number.isFinite(value)) continue;
    range.present++;
    range.sum += value;
    range.min = Math.min(range.min, value);
    range.max = Math.max(range.max, value);
  }
}

function squaredDeviations(values: Float32Array, rows: Uint32Array, mean: number): number {
  let sum = 0;
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rows.length);
    const all = blockSquares(values, rows, start, end, mean);
    sum += Number.isFinite(all) ? all : finiteSquares(values, rows, start, end, mean);
  }
  return sum;
}

function blockSquares(
  values: Float32Array,
  rows: Uint32Array,
  start: number,
  end: number,
  mean: number,
): number {
  let [even, odd] = [0, 0];
  let i = start;
  for (; i + 1 < end; i += 2) {
    const a = values[rows[i]!]! - mean;
    const b = values[rows[i + 1]!]! - mean;
    even += a * a;
    odd += b * b;
  }
  return i < end ? even + odd + (values[rows[i]!]! - mean) ** 2 : even + odd;
}

function finiteSquares(
  values: Float32Array,
  rows: Uint32Array,
  start: number,
  end: number,
  mean: number,
): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const value = values[rows[i]!]!;
    if (Number.isFinite(value)) sum += (value - mean) ** 2;
  }
  return sum;
}
