import { CARRIAGE_RETURN, LINE_FEED } from './characters.ts';
import type { CsvBatch } from './csv-batch.ts';

const EACH_BYTE = 0x01010101;
const HIGH_BITS = 0x80808080;
const ABOVE_LINE_ENDS = (CARRIAGE_RETURN + 1) * EACH_BYTE;

/** Index of the first delimiter or line end from `start` on, four bytes at a time; the length where there is none. */
export function fieldEnd({ bytes, view }: CsvBatch, start: number, delimiterCode: number): number {
  const { length } = bytes;
  const delimiters = Math.imul(delimiterCode, EACH_BYTE);
  let index = start;
  while (index < length) {
    if (index + 4 <= length) {
      const marks = endMarks(view.getInt32(index, true), delimiters);
      if (marks === 0) {
        index += 4;
        continue;
      }
      index += (31 - Math.clz32(marks & -marks)) >> 3;
    }
    const byte = bytes[index]!;
    if (byte === delimiterCode || byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
    index++;
  }
  return index;
}

/**
 * The high bit of the lowest byte of four that is the delimiter or at most a carriage return, and perhaps others above
 * it; 0 where there is none. A byte b is below n if b − n borrows: the test for zero bytes, Mycroft 1987.
 */
function endMarks(word: number, delimiters: number): number {
  const differences = word ^ delimiters;
  const isDelimiter = (differences - EACH_BYTE) & ~differences;
  const isLineEnd = (word - ABOVE_LINE_ENDS) & ~word;
  return (isDelimiter | isLineEnd) & HIGH_BITS;
}
