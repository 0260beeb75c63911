import { describe, expect, it } from 'vitest';
import { FirstRows } from '#core/cleaning/first-rows.ts';

/** Adds a row whose id is followed by the rest. */
function add(firstRows: FirstRows, id: string, rest: string, line: number) {
  const bytes = new TextEncoder().encode(id + rest);
  const view = new DataView(bytes.buffer);
  return firstRows.add(view, { start: 0, end: id.length }, view, id.length, bytes.length, line);
}

describe('FirstRows', () => {
  it('finds the first row of each of many customers again, and no other', () => {
    const firstRows = new FirstRows();
    const ids = Array.from({ length: 200_000 }, (_, index) => `${index}-customer`);
    const mistaken = ids.filter((id, index) => add(firstRows, id, ',row', index + 2) !== undefined);
    expect(mistaken).toEqual([]);
    const wrong = ids.filter((id, index) => {
      const same = add(firstRows, id, ',row', 1_000_000);
      const other = add(firstRows, id, ',Row', 1_000_000);
      return !(same?.isEqual && same.line === index + 2 && other?.line === index + 2 && !other.isEqual);
    });
    expect(wrong).toEqual([]);
  });
});
