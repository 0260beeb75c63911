import type { CategoryCodes, FeatureTable } from '../../table/feature-table.ts';
import type { CodedColumn, DesignNumeric, LogisticDesign } from './logistic-design.ts';

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

/** The rows of a table that the design was laid out for, in the same order. */
export function designRows(table: FeatureTable, rows: Uint32Array, design: LogisticDesign): DesignRows {
  const codes = design.joints.map(() => new Uint8Array(rows.length));
  for (const [at, coded] of design.coded.entries()) {
    const { joint, stride } = design.places[at]!;
    addLevels(coded, rows, stride, codes[joint]!);
  }
  return {
    rowCount: rows.length,
    design,
    numerics: design.numerics.map((numeric) => standardised(numeric, rows)),
    codes,
    labels: gather(table.label, rows),
  };
}

/** Number of the rows that left. */
export function leftIn({ labels }: DesignRows): number {
  let left = 0;
  for (let i = 0; i < labels.length; i++) left += labels[i]!;
  return left;
}

/** Some of the rows, by their places. */
export function takeRows({ design, numerics, codes, labels }: DesignRows, places: Uint32Array): DesignRows {
  return {
    rowCount: places.length,
    design,
    numerics: numerics.map((values) => {
      const taken = new Float32Array(places.length);
      for (let i = 0; i < places.length; i++) taken[i] = values[places[i]!]!;
      return taken;
    }),
    codes: codes.map((column) => gather(column, places)),
    labels: gather(labels, places),
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

function standardised({ column, statistics }: DesignNumeric, rows: Uint32Array): Float32Array {
  const { values } = column;
  const { mean, standardDeviation, min, max, missing } = statistics;
  const result = new Float32Array(rows.length);
  if (standardDeviation === 0) return result;
  const scale = 1 / standardDeviation;
  for (let i = 0; i < rows.length; i++) result[i] = (values[rows[i]!]! - mean) * scale;
  if (missing > 0) hold(result, (min - mean) * scale, (max - mean) * scale);
  return result;
}

/** Holds infinite values within the range, and puts 0 for NaN. */
function hold(values: Float32Array, min: number, max: number): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) values[i] = Number.isNaN(value) ? 0 : value < 0 ? min : max;
  }
}

/** Adds each row's level × stride to its code. */
function addLevels(
  { column, levels }: CodedColumn,
  rows: Uint32Array,
  stride: number,
  codes: Uint8Array,
): void {
  if (column.kind === 'numeric') addMissing(column.values, rows, stride, codes);
  else if (levels?.kind === 'rates') addLevelsOfRows(levels.levelOfRow, stride, codes);
  else if (levels?.kind === 'named') {
    const partOfCode = levels.levelOfCode.map((level) => level * stride);
    addLevelsOfCodes(column.codes, partOfCode, rows, codes);
  }
}

function addMissing(values: Float32Array, rows: Uint32Array, stride: number, codes: Uint8Array): void {
  for (let i = 0; i < rows.length; i++) {
    if (Number.isNaN(values[rows[i]!]!)) codes[i]! += stride;
  }
}

function addLevelsOfRows(levelOfRow: Uint8Array, stride: number, codes: Uint8Array): void {
  for (let i = 0; i < codes.length; i++) codes[i]! += levelOfRow[i]! * stride;
}

function addLevelsOfCodes(
  codesOfRow: CategoryCodes,
  partOfCode: Uint8Array,
  rows: Uint32Array,
  codes: Uint8Array,
): void {
  for (let i = 0; i < rows.length; i++) codes[i]! += partOfCode[codesOfRow[rows[i]!]!]!;
}

function gather(values: Uint8Array, places: Uint32Array): Uint8Array {
  const taken = new Uint8Array(places.length);
  for (let i = 0; i < places.length; i++) taken[i] = values[places[i]!]!;
  return taken;
}
