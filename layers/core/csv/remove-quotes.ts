import { QUOTE } from './characters.ts';
import type { CsvBatch } from './csv-batch.ts';

/** Takes the enclosing quotes away and makes doubled ones single: the field's bytes move together at its start. */
export function removeQuotes({ bytes, starts, ends }: CsvBatch, field: number): void {
  const start = starts[field]! + 1;
  const end = ends[field]!;
  let close = bytes.indexOf(QUOTE, start);
  if (close === end - 1) {
    starts[field] = start;
    ends[field] = close;
    return;
  }
  let length = close - start;
  while (close + 1 < end && bytes[close + 1] === QUOTE) {
    const next = bytes.indexOf(QUOTE, close + 2);
    bytes.copyWithin(start + length, close + 1, next);
    length += next - close - 1;
    close = next;
  }
  bytes.copyWithin(start + length, close + 1, end);
  starts[field] = start;
  ends[field] = start + length + (end - close - 1);
}
