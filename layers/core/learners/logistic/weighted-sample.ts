import { type DesignRows, takeRows } from './design-rows.ts';

/** Some rows that stand for more. */
export interface WeightedRows {
  readonly rows: DesignRows;
  /** How many rows each stands for. */
  readonly weights: Float64Array;
}

/**
 * About `maxRows` of the rows, to sum over in place of all of them: every row with one of the rarest codes, up to half
 * of `maxRows`, as few rows tell of these, and evenly spaced ones of the rest.
 */
export function weightedSample(rows: DesignRows, maxRows: number): WeightedRows {
  const { rowCount } = rows;
  if (rowCount <= maxRows) return { rows, weights: new Float64Array(rowCount).fill(1) };
  const isRare = rareRows(rows, maxRows / 2);
  let rareCount = 0;
  for (let i = 0; i < rowCount; i++) rareCount += isRare[i]!;
  const share = (maxRows - rareCount) / (rowCount - rareCount);
  const places = new Uint32Array(maxRows);
  const weights = new Float64Array(maxRows);
  let [count, due] = [0, 0.5];
  for (let i = 0; i < rowCount && count < maxRows; i++) {
    const rare = isRare[i]! > 0;
    if (!rare) due += share;
    if (!rare && due < 1) continue;
    if (!rare) due -= 1;
    places[count] = i;
    weights[count++] = rare ? 1 : 1 / share;
  }
  return { rows: takeRows(rows, places.subarray(0, count)), weights: weights.subarray(0, count) };
}

/** 1 for the rows with a code that is rare. */
function rareRows({ rowCount, design, codes }: DesignRows, maxRows: number): Uint8Array {
  const counts = design.joints.map(({ size }, joint) => countsOf(codes[joint]!, size));
  const isRareCode = counts.map((ofJoint) => new Uint8Array(ofJoint.length));
  const byCount = counts
    .flatMap((ofJoint, joint) => Array.from(ofJoint, (count, code) => ({ joint, code, count })))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count || a.joint - b.joint || a.code - b.code);
  let taken = 0;
  for (const { joint, code, count } of byCount) {
    taken += count;
    if (taken > maxRows) break;
    isRareCode[joint]![code] = 1;
  }
  const isRare = new Uint8Array(rowCount);
  for (const [joint, rare] of isRareCode.entries()) {
    if (rare.includes(1)) markRare(codes[joint]!, rare, isRare);
  }
  return isRare;
}

function countsOf(codes: Uint8Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++;
  return counts;
}

function markRare(codes: Uint8Array, rare: Uint8Array, isRare: Uint8Array): void {
  for (let i = 0; i < codes.length; i++) isRare[i]! |= rare[codes[i]!]!;
}
