import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCsvRow } from '#core/csv/csv-writer.ts';
import { findRecordStarts } from '#core/csv/record-starts.ts';
import { bytesOf, chunked, readAll } from './bytes.ts';

function startsIn(text: string, targets: readonly number[], sizes?: readonly number[]) {
  return findRecordStarts(chunked(bytesOf(text), sizes), ',', targets);
}

describe('findRecordStarts', () => {
  it('finds the records at or after the targets, the first one after the header', async () => {
    expect(await startsIn('a,b\n1,2\n3,4\n', [0, 3, 4, 5, 8, 9, 100])).toEqual([4, 4, 4, 8, 8, 12, 12]);
  });

  it.each([
    ['quoted line ends', 'a,b\n"1\n2",3\n4,5\n', [4, 5], [4, 12]],
    ['doubled quotes', 'a\n"x""\ny"\nz\n', [3], [10]],
    ['a quote inside a field', 'a,b\n1,5" wide\n3,4\n', [5], [14]],
    ['CRLF and blank lines', '\r\na\r\n\r\n1\r\n\r\n2', [0, 8], [7, 12]],
    ['a BOM before a quote', '\uFEFF"a\nb"\n1\n', [0], [9]],
    ['no rows', 'a,b', [0, 1], [3, 3]],
  ])('knows %s', async (_name, text, targets, starts) => {
    for (const sizes of [[1000], [3, 1]]) expect(await startsIn(text, targets, sizes)).toEqual(starts);
  });

  it('cuts any file into parts that hold all of its records', async () => {
    const field = fc.stringMatching(/^["\r\n, aé]{0,5}$/u);
    const rows = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 12 });
    const sizes = fc.array(fc.integer({ min: 3, max: 40 }), { minLength: 1, maxLength: 4 });
    const end = fc.constantFrom('\n', '\r\n', '\r');
    await fc.assert(
      fc.asyncProperty(
        rows,
        sizes,
        end,
        fc.integer({ min: 1, max: 5 }),
        async (cells, chunks, lineEnd, parts) => {
          const text = [['one', 'two'], ...cells].map((row) => formatCsvRow(row) + lineEnd).join('');
          const bytes = bytesOf(text);
          const targets = Array.from({ length: parts }, (_, part) =>
            Math.floor((bytes.length * part) / parts),
          );
          const starts = await startsIn(text, targets, chunks);
          const header = bytes.subarray(0, starts[0]);
          const read = await Promise.all(
            starts.map((start, part) =>
              readAll(
                chunked(Buffer.concat([header, bytes.subarray(start, starts[part + 1] ?? bytes.length)])),
                { delimiter: ',' },
              ),
            ),
          );
          expect(read.flatMap(({ records }) => records.map(({ fields }) => fields))).toEqual(cells);
        },
      ),
      { numRuns: 300 },
    );
  });
});
