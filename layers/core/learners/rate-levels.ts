import type { CategoryColumn } from '../table/feature-table.ts';
import type { LabelledRows } from './category-levels.ts';

/**
 * The values of a column of very many, told apart by their rate of leaving alone: level 0 has the lowest. Values met
 * once, and those beyond the most frequent MAX_OWN_RATES, share one rate, which unseen values have too.
 */
export interface RateLevels {
  readonly kind: 'rates';
  readonly levelCount: number;
  /** Training rows of each level. */
  readonly rowsOfLevel: Uint32Array;
  /**
   * Of each training row, in their order. For a value of few rows it is by the rate in the other folds: no row's own
   * label may be in what it is learned from.
   */
  readonly levelOfRow: Uint8Array;
  /** By the rate in all training rows; the values that share a rate are left out. */
  readonly levelOfValue: ReadonlyMap<string, number>;
  readonly unseenLevel: number;
}

const MAX_OWN_RATES = 65_536;
const FOLDS = 5;
/** A value of so many rows has one rate: a row moves it less than rates of parts would differ by chance. */
const ONE_RATE_FROM_ROWS = 200;
/** Rates are told apart in steps of 1 ÷ this. */
const RATE_STEPS = 65_536;
/** Spreads the rows over the folds whatever their order: a Weyl sequence. */
const FOLD_STEP = 0x9e3779b1;

/**
 * Groups of about equally many rows, by rate of leaving. A value's rate is drawn towards that of all rows by as many
 * rows as its variance between values calls for, so a value of few rows stands near the middle.
 * Source: Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes in classification and
 * prediction problems" (2001), with its empirical Bayes weight.
 * @param counts Training rows of each code. @param maxLevels At most 255.
 */
export function rateLevels(
  column: CategoryColumn,
  labelled: LabelledRows,
  counts: Uint32Array,
  maxLevels: number,
): RateLevels {
  const own = codesWithOwnRate(counts);
  const slotOfCode = new Uint32Array(counts.length).fill(own.length);
  for (const [slot, code] of own.entries()) slotOfCode[code] = slot;
  const placeOfRow = placesInFolds(column, labelled.rows, slotOfCode);
  const tally = tallied(placeOfRow, labelled, own.length + 1);
  const rates = shrunkRates(tally);
  const levelOfStep = equalGroups(rates.byPlace, tally.rows, maxLevels);

  const levelOfPlace = Uint8Array.from(rates.byPlace, (rate) => levelOfStep[stepOf(rate)]!);
  const levelOfRow = new Uint8Array(placeOfRow.length);
  const rowsOfLevel = new Uint32Array(levelOfStep.at(-1)! + 1);
  for (let i = 0; i < placeOfRow.length; i++) {
    const level = levelOfPlace[placeOfRow[i]!]!;
    levelOfRow[i] = level;
    rowsOfLevel[level]!++;
  }
  const levelOfSlot = (slot: number) => levelOfStep[stepOf(rates.bySlot[slot]!)]!;
  return {
    kind: 'rates',
    levelCount: rowsOfLevel.length,
    rowsOfLevel,
    levelOfRow,
    levelOfValue: new Map(own.map((code, slot) => [column.dictionary[code]!, levelOfSlot(slot)])),
    unseenLevel: levelOfSlot(own.length),
  };
}

function codesWithOwnRate(counts: Uint32Array): number[] {
  const codes = [...counts.keys()].filter((code) => counts[code]! > 1);
  if (codes.length <= MAX_OWN_RATES) return codes;
  return codes.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, MAX_OWN_RATES);
}

/** Slot × FOLDS + fold of each row. */
function placesInFolds({ codes }: CategoryColumn, rows: Uint32Array, slotOfCode: Uint32Array): Uint32Array {
  const places = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const fold = Math.floor((Math.imul(i, FOLD_STEP) >>> 0) * (FOLDS / 2 ** 32));
    places[i] = slotOfCode[codes[rows[i]!]!]! * FOLDS + fold;
  }
  return places;
}

/** By place, how many rows there are and how many of them left. */
interface Tally {
  readonly rows: Uint32Array;
  readonly left: Uint32Array;
}

function tallied(placeOfRow: Uint32Array, { rows, label }: LabelledRows, slotCount: number): Tally {
  const tally = { rows: new Uint32Array(slotCount * FOLDS), left: new Uint32Array(slotCount * FOLDS) };
  for (let i = 0; i < rows.length; i++) {
    const place = placeOfRow[i]!;
    tally.rows[place]!++;
    tally.left[place]! += label[rows[i]!]!;
  }
  return tally;
}

/** By slot, the rate in all of its rows; by place, the rate that the rows there are given. */
function shrunkRates(tally: Tally): { bySlot: Float64Array; byPlace: Float64Array } {
  const slots = { rows: sumsBySlot(tally.rows), left: sumsBySlot(tally.left) };
  const rate = sum(slots.left) / sum(slots.rows);
  const weight = priorRows(slots, rate);
  const shrunk = (rows: number, left: number) => (left + weight * rate) / (rows + weight);
  const bySlot = Float64Array.from(slots.rows, (rows, slot) => shrunk(rows, slots.left[slot]!));
  const byPlace = Float64Array.from(tally.rows, (rows, place) => {
    const slot = Math.floor(place / FOLDS);
    const inSlot = slots.rows[slot]!;
    if (inSlot >= ONE_RATE_FROM_ROWS) return bySlot[slot]!;
    return shrunk(inSlot - rows, slots.left[slot]! - tally.left[place]!);
  });
  return { bySlot, byPlace };
}

/**
 * Rows at the common rate p that each value's rate is joined with: p(1 − p) ÷ σ² − 1 for a variance σ² between the values,
 * which is estimated by moments; as many as all rows where there is no sign of any.
 */
function priorRows({ rows, left }: Tally, rate: number): number {
  const variance = rate * (1 - rate);
  const total = sum(rows);
  let [used, squares, deviation] = [0, 0, 0];
  for (let slot = 0; slot < rows.length; slot++) {
    const count = rows[slot]!;
    if (count === 0) continue;
    used++;
    squares += count * count;
    deviation += (left[slot]! - count * rate) ** 2 / count;
  }
  const between = (deviation - (used - 1) * variance) / (total - squares / total);
  return between > 0 ? Math.min(Math.max(variance / between - 1, 1), total) : total;
}

/** By step of the rate, its level: rates in order, cut into at most `maxLevels` groups of about as many rows. */
function equalGroups(rates: Float64Array, rows: Uint32Array, maxLevels: number): Uint8Array {
  const rowsOfStep = new Float64Array(RATE_STEPS + 1);
  for (let place = 0; place < rates.length; place++) rowsOfStep[stepOf(rates[place]!)]! += rows[place]!;
  const share = maxLevels / sum(rows);
  const levelOfStep = new Uint8Array(RATE_STEPS + 1);
  let [below, level, group] = [0, -1, -1];
  for (let step = 0; step <= RATE_STEPS; step++) {
    if (rowsOfStep[step]! > 0 && Math.floor(below * share) !== group) {
      group = Math.floor(below * share);
      level++;
    }
    below += rowsOfStep[step]!;
    levelOfStep[step] = Math.max(level, 0);
  }
  return levelOfStep;
}

function stepOf(rate: number): number {
  return Math.round(rate * RATE_STEPS);
}

function sumsBySlot(byPlace: Uint32Array): Uint32Array {
  const sums = new Uint32Array(byPlace.length / FOLDS);
  for (let place = 0; place < byPlace.length; place++) sums[Math.floor(place / FOLDS)]! += byPlace[place]!;
  return sums;
}

function sum(values: Uint32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
