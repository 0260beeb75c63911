import type { FeatureTable } from '../../table/feature-table.ts';
import { ALONE, partOf, type Team } from '../team.ts';
import type { DesignNumeric, LogisticDesign } from './logistic-design.ts';
import { addAllLevels } from './row-codes.ts';

/** Rows as the fit reads them, by column. */
export interface DesignRows {
  readonly rowCount: number;
  readonly design: LogisticDesign;
  /** By numeric of the design: standardised, held within the training range, 0 where missing. */
  readonly numerics: readonly Float32Array[];
  /** By joint code of the design. */
  readonly codes: readonly Uint8Array[];
  /** 0 or 1. */
  readonly labels: Uint8Array;
}

/**
 * The rows of a table that the design was laid out for, in the same order.
 * @param team The members share the rows among them; the result lies in the team's memory. @default ALONE
 */
export function designRows(
  table: FeatureTable,
  rows: Uint32Array,
  design: LogisticDesign,
  team: Team = ALONE,
): DesignRows {
  const all = emptyRows(design, rows.length, team);
  const { start, end } = partOf(team, rows.length);
  const places = rows.subarray(start, end);
  addAllLevels(
    design,
    places,
    start,
    all.codes.map((codes) => codes.subarray(start, end)),
  );
  for (const [at, numeric] of design.numerics.entries()) {
    fillStandardised(numeric, places, all.numerics[at]!.subarray(start, end));
  }
  fillTaken(table.label, places, all.labels.subarray(start, end));
  team.barrier();
  return all;
}

/** Rows of zeros. Those of a member of a team are those of all. */
function emptyRows(design: LogisticDesign, rowCount: number, team: Team): DesignRows {
  const { numerics, joints } = design;
  const bytesOfNumerics = numerics.length * rowCount * Float32Array.BYTES_PER_ELEMENT;
  const memory = team.sharedMemory(bytesOfNumerics + (joints.length + 1) * rowCount);
  const bytesAt = (index: number) => new Uint8Array(memory, bytesOfNumerics + index * rowCount, rowCount);
  return {
    rowCount,
    design,
    numerics: numerics.map(
      (_, at) => new Float32Array(memory, at * rowCount * Float32Array.BYTES_PER_ELEMENT, rowCount),
    ),
    codes: joints.map((_, joint) => bytesAt(joint)),
    labels: bytesAt(joints.length),
  };
}

/** Number of the rows that left. */
export function leftIn({ labels }: DesignRows): number {
  let left = 0;
  for (let i = 0; i < labels.length; i++) left += labels[i]!;
  return left;
}

/** The rows from `start` to before `end`, in the same memory. */
export function rowsBetween(rows: DesignRows, start: number, end: number): DesignRows {
  return {
    rowCount: end - start,
    design: rows.design,
    numerics: rows.numerics.map((values) => values.subarray(start, end)),
    codes: rows.codes.map((codes) => codes.subarray(start, end)),
    labels: rows.labels.subarray(start, end),
  };
}

/** Some of the rows, by their places. */
export function takeRows({ design, numerics, codes, labels }: DesignRows, places: Uint32Array): DesignRows {
  return {
    rowCount: places.length,
    design,
    numerics: numerics.map((values) => {
      const result = new Float32Array(places.length);
      for (let i = 0; i < places.length; i++) result[i] = values[places[i]!]!;
      return result;
    }),
    codes: codes.map((column) => taken(column, places)),
    labels: taken(labels, places),
  };
}

/** At most `maxRows` of the rows, evenly spaced. */
export function evenlySpaced(rows: DesignRows, maxRows: number): DesignRows {
  const { rowCount } = rows;
  if (rowCount <= maxRows) return rows;
  return takeRows(
    rows,
    Uint32Array.from({ length: maxRows }, (_, i) => Math.floor((i * rowCount) / maxRows)),
  );
}

function fillStandardised(
  { column, statistics }: DesignNumeric,
  rows: Uint32Array,
  result: Float32Array,
): void {
  const { values } = column;
  const { mean, standardDeviation, min, max, missing } = statistics;
  if (standardDeviation === 0) return;
  const scale = 1 / standardDeviation;
  for (let i = 0; i < rows.length; i++) result[i] = (values[rows[i]!]! - mean) * scale;
  if (missing > 0) hold(result, (min - mean) * scale, (max - mean) * scale);
}

/** Holds infinite values within the range, and puts 0 for NaN. */
function hold(values: Float32Array, min: number, max: number): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) values[i] = Number.isNaN(value) ? 0 : value < 0 ? min : max;
  }
}

function taken(values: Uint8Array, places: Uint32Array): Uint8Array {
  const result = new Uint8Array(places.length);
  fillTaken(values, places, result);
  return result;
}

function fillTaken(values: Uint8Array, places: Uint32Array, result: Uint8Array): void {
  for (let i = 0; i < places.length; i++) result[i] = values[places[i]!]!;
}
