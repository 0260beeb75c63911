import { ChurnError } from '../errors.ts';
import { type FeatureTable, LABEL_LEFT, LABEL_STAYED, LABEL_UNKNOWN } from '../table/feature-table.ts';
import type { ClassCounts } from './sample-quota.ts';

/** Beyond this many standard deviations no draw falls short: one in 10¹⁵ would. */
const SAFE_DEVIATIONS = 8;
/** So few rows are too few for the normal law. */
const SPARE_ROWS = 32;

/**
 * Draws the rows of a sample while a table is read. Every customer has a place in a random order that follows from
 * their id and the seed alone; the sample are the first `quota` of each class. Which rows come when, and in which parts,
 * makes no difference.
 */
export class RowDraw {
  readonly #quota: ClassCounts;
  readonly #seed: number;
  /** Of the places in [0, 2³²), the end of those that a row is kept at while the table is read, by its class. */
  readonly #limits: ClassCounts;

  /** @param all Of the whole table. @param quota Of the sample, at most as many. */
  constructor(all: ClassCounts, quota: ClassCounts, seed: number) {
    this.#quota = quota;
    this.#seed = seed;
    this.#limits = { left: limitOf(all.left, quota.left), stayed: limitOf(all.stayed, quota.stayed) };
  }

  /** About how many rows are kept while the table is read: a few more than the sample. */
  get expectedRows(): number {
    const { left, stayed } = this.#quota;
    return Math.ceil(withSpare(left, 1) + withSpare(stayed, 1));
  }

  /** Whether a row is kept for now; those without a label never are. */
  keeps(label: number, customerHash: number): boolean {
    const limit = label === LABEL_LEFT ? this.#limits.left : label === LABEL_STAYED ? this.#limits.stayed : 0;
    return placeOf(customerHash, this.#seed) < limit;
  }

  /**
   * The rows kept, exactly the quota of each class with a label; the few others are without one.
   * @throws ChurnError `SAMPLE_INCOMPLETE` where the table holds fewer rows of a class than was said
   */
  finished(table: FeatureTable): FeatureTable {
    const label = new Uint8Array(new SharedArrayBuffer(table.rowCount));
    label.set(table.label);
    this.#unlabelSurplus(table, label, LABEL_LEFT, this.#quota.left);
    this.#unlabelSurplus(table, label, LABEL_STAYED, this.#quota.stayed);
    return { ...table, label };
  }

  #unlabelSurplus(table: FeatureTable, label: Uint8Array, wanted: number, quota: number): void {
    const hashes = table.customerHashes!;
    const rows: number[] = [];
    const places = new Uint32Array(table.rowCount);
    let count = 0;
    for (let row = 0; row < table.rowCount; row++) {
      if (label[row] === wanted) places[count++] = placeOf(hashes[row]!, this.#seed);
    }
    if (count < quota) {
      const message = `The table holds ${count} rows of a class that the sample needs ${quota} of.`;
      throw new ChurnError('SAMPLE_INCOMPLETE', message);
    }
    const last = places.subarray(0, count).sort()[quota - 1] ?? -1;
    for (let row = 0; row < table.rowCount; row++) {
      if (label[row] === wanted && placeOf(hashes[row]!, this.#seed) >= last) rows.push(row);
    }
    // Two customers may share a place: then the whole hash decides.
    rows.sort(
      (a, b) => placeOf(hashes[a]!, this.#seed) - placeOf(hashes[b]!, this.#seed) || hashes[a]! - hashes[b]!,
    );
    for (const row of rows.slice(rows.length - (count - quota))) label[row] = LABEL_UNKNOWN;
  }
}

function limitOf(all: number, quota: number): number {
  if (quota === 0) return 0;
  return Math.min(1, withSpare(quota, 1 - quota / all) / all) * 2 ** 32;
}

function withSpare(quota: number, leftOutShare: number): number {
  return quota + SAFE_DEVIATIONS * Math.sqrt(quota * leftOutShare) + SPARE_ROWS;
}

/** A customer's place in the seed's order, from 0 to 2³² − 1. */
function placeOf(customerHash: number, seed: number): number {
  const upper = Math.floor(customerHash / 2 ** 32);
  return mixed(mixed(mixed(seed) ^ (customerHash | 0)) ^ upper) >>> 0;
}

/** Murmur3's finalizer. */
function mixed(value: number): number {
  let mix = (value + 0x9e3779b9) | 0;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}
