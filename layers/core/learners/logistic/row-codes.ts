import type { CategoryCodes } from '../../table/feature-table.ts';
import type { NamedLevels } from '../category-levels.ts';
import type { LogisticDesign } from './logistic-design.ts';

/** Adds each row's levels to its codes. @param first How many of the design's rows come before these. */
export function addAllLevels(
  { coded, places, joints }: LogisticDesign,
  rows: Uint32Array,
  first: number,
  codes: readonly Uint8Array[],
): void {
  const named: NamedCodes[][] = joints.map(() => []);
  for (const [at, { column, levels }] of coded.entries()) {
    const { joint, stride } = places[at]!;
    if (column.kind === 'numeric') addMissing(column.values, rows, stride, codes[joint]!);
    else if (levels?.kind === 'rates') {
      addLevelsOfRows(levels.levelOfRow.subarray(first), stride, codes[joint]!);
    } else if (levels?.kind === 'named') {
      named[joint]!.push({ codesOfRow: column.codes, partOfCode: partsOfCode(levels, stride) });
    }
  }
  for (const [joint, columns] of named.entries()) addNamedLevels(columns, rows, codes[joint]!);
}

/** A column of named levels, with what each of its codes adds to the joint code. */
interface NamedCodes {
  readonly codesOfRow: CategoryCodes;
  readonly partOfCode: Uint8Array;
}

function partsOfCode({ levelOfCode }: NamedLevels, stride: number): Uint8Array {
  return levelOfCode.map((level) => level * stride);
}

/** Two columns at a time: a row's place and its code are then read and written half as often. */
function addNamedLevels(columns: readonly NamedCodes[], rows: Uint32Array, codes: Uint8Array): void {
  let at = 0;
  for (; at + 2 <= columns.length; at += 2) addLevelsOfTwo(columns[at]!, columns[at + 1]!, rows, codes);
  if (at < columns.length) addLevelsOfCodes(columns[at]!, rows, codes);
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
  { codesOfRow, partOfCode }: NamedCodes,
  rows: Uint32Array,
  codes: Uint8Array,
): void {
  for (let i = 0; i < rows.length; i++) codes[i]! += partOfCode[codesOfRow[rows[i]!]!]!;
}

function addLevelsOfTwo(a: NamedCodes, b: NamedCodes, rows: Uint32Array, codes: Uint8Array): void {
  const [codesOfA, partOfA] = [a.codesOfRow, a.partOfCode];
  const [codesOfB, partOfB] = [b.codesOfRow, b.partOfCode];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    codes[i]! += partOfA[codesOfA[row]!]! + partOfB[codesOfB[row]!]!;
  }
}
