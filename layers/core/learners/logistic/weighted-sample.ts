import { ALONE, partOf, type Team } from '../team.ts';
import { type DesignRows, rowsBetween, takeRows } from './design-rows.ts';

/** Some rows that stand for more. */
export interface WeightedRows {
  readonly rows: DesignRows;
  /** How many rows each stands for. */
  readonly weights: Float64Array;
}

/**
 * About `maxRows` of the rows, to sum over in place of all of them: every row with one of the rarest codes, up to half
 * of `maxRows`, as few rows tell of these, and evenly spaced ones of the rest.
 * @param team The members share the rows among them. @default ALONE
 */
export function weightedSample(rows: DesignRows, maxRows: number, team: Team = ALONE): WeightedRows {
  const { rowCount } = rows;
  if (rowCount <= maxRows) return { rows, weights: new Float64Array(rowCount).fill(1) };
  const { start, end } = partOf(team, rowCount);
  const mine = rowsBetween(rows, start, end);
  const isRare = markedRows(mine, rarestCodes(totalCounts(mine, team), maxRows / 2));
  const othersOfMembers = team.gather(othersIn(isRare));
  const others = othersOfMembers.reduce((sum, count) => sum + count, 0);
  const before = othersOfMembers.slice(0, team.rank).reduce((sum, count) => sum + count, 0);
  const share = (maxRows - (rowCount - others)) / others;
  const taken = joined(team.gather(takenRows(isRare, share, { start, before })));
  return { rows: takeRows(rows, taken.places), weights: taken.weights };
}

/** By joint, how many of all members' rows have each code. */
function totalCounts({ design, codes }: DesignRows, team: Team): Uint32Array[] {
  const [first, ...more] = team.gather(design.joints.map(({ size }, joint) => countsOf(codes[joint]!, size)));
  for (const ofMember of more) {
    for (const [joint, counts] of ofMember.entries()) {
      for (const [code, count] of counts.entries()) first![joint]![code]! += count;
    }
  }
  return first!;
}

function countsOf(codes: Uint8Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++;
  return counts;
}

/** By joint, 1 for the rarest codes, which together have at most `maxRows` rows. */
function rarestCodes(counts: readonly Uint32Array[], maxRows: number): Uint8Array[] {
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
  return isRareCode;
}

/** 1 for the rows that have one of the codes in any joint. */
function markedRows({ rowCount, codes }: DesignRows, isMarked: readonly Uint8Array[]): Uint8Array {
  const marks = new Uint8Array(rowCount);
  for (const [joint, marked] of isMarked.entries()) {
    if (marked.includes(1)) markRows(codes[joint]!, marked, marks);
  }
  return marks;
}

function markRows(codes: Uint8Array, marked: Uint8Array, marks: Uint8Array): void {
  for (let i = 0; i < codes.length; i++) marks[i]! |= marked[codes[i]!]!;
}

function othersIn(isRare: Uint8Array): number {
  let others = isRare.length;
  for (let i = 0; i < isRare.length; i++) others -= isRare[i]!;
  return others;
}

interface TakenRows {
  readonly places: Uint32Array;
  readonly weights: Float64Array;
}

/**
 * The sampled rows: the rare ones and a share of the others, evenly spaced.
 * @param from The place of the first row, and how many others come before it.
 */
function takenRows(
  isRare: Uint8Array,
  share: number,
  from: { readonly start: number; readonly before: number },
): TakenRows {
  const places: number[] = [];
  const weights: number[] = [];
  let due = Math.floor(0.5 + from.before * share);
  for (let i = 0, other = from.before; i < isRare.length; i++) {
    if (isRare[i]! === 0) {
      const next = Math.floor(0.5 + ++other * share);
      if (next === due) continue;
      due = next;
    }
    places.push(from.start + i);
    weights.push(isRare[i]! === 0 ? 1 / share : 1);
  }
  return { places: Uint32Array.from(places), weights: Float64Array.from(weights) };
}

function joined(parts: readonly TakenRows[]): TakenRows {
  const count = parts.reduce((sum, { places }) => sum + places.length, 0);
  const all = { places: new Uint32Array(count), weights: new Float64Array(count) };
  let at = 0;
  for (const { places, weights } of parts) {
    all.places.set(places, at);
    all.weights.set(weights, at);
    at += places.length;
  }
  return all;
}
