import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rawRecordShown } from '#core/cleaning/rejected-rows.ts';
import { csvOf, readAll } from '../csv/bytes.ts';

it('shows any record as bounded, valid CSV', async () => {
  const field = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'grapheme', minLength: 150, maxLength: 300 }),
    fc.constantFrom('😀'.repeat(150), 'a'.repeat(199).concat('😀😀')),
  );
  const fields = fc
    .array(field, { minLength: 1, maxLength: 40 })
    .map((each) => each.map((text) => text.replaceAll('\0', '')));
  await fc.assert(
    fc.asyncProperty(fields, fc.constantFrom(',', ';'), async (record, delimiter) => {
      const shown = rawRecordShown(record, delimiter);
      expect(shown.length).toBeLessThan(9000);
      expect(shown.isWellFormed()).toBe(true);
      const { header, records } = await readAll(csvOf(shown), { delimiter: delimiter as ',' | ';' });
      expect(records).toEqual([]);
      for (const [index, text] of header.entries()) {
        const isCut = text.endsWith('…') && record[index]!.startsWith(text.slice(0, -1));
        expect(text === record[index] || isCut || (text === '…' && index === header.length - 1)).toBe(true);
      }
    }),
  );
});
