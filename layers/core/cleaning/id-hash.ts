import { hash32 } from '../csv/byte-hash.ts';

const HIGH_KEY = 0x9e3779b1;
const LOW_KEY = 0x85ebca6b;

/** Tables of ids are in so many parts, by the upper half's last bits, which grow one at a time: no move takes much. */
export const SHARDS = 256;

/** The upper half of an id's 64-bit hash. The id stands in `view` from `start` to `end`. */
export function idHigh(view: DataView, start: number, end: number): number {
  return hash32(view, start, end, HIGH_KEY);
}

/** The lower half of an id's 64-bit hash, never 0. */
export function idLow(view: DataView, start: number, end: number): number {
  return hash32(view, start, end, LOW_KEY) || 1;
}
