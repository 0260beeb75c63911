import { hash32 } from '../csv/byte-hash.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import { ID_POSITION } from './table-reader.ts';

const FIRST_KEY = 0x5bd1e995;
const SECOND_KEY = 0x9e3779b1;
/** Of the 53 bits that a float64 holds exactly, 32 come from the second hash. */
const UPPER_BITS_SHIFT = 11;

/** A whole number below 2⁵³ that tells customers apart by their ids: of ten million, some two share theirs by chance. */
export function customerHash(batch: CsvBatch, record: number): number {
  const field = batch.firstFields[record]! + ID_POSITION;
  const [start, end] = [batch.starts[field]!, batch.ends[field]!];
  const upper = hash32(batch.view, start, end, FIRST_KEY) >>> UPPER_BITS_SHIFT;
  return upper * 2 ** 32 + hash32(batch.view, start, end, SECOND_KEY);
}
