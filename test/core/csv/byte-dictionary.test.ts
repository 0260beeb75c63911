import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteDictionary, type DictionaryLimits } from '#core/csv/byte-dictionary.ts';
import { readCsv } from '#core/csv/csv-reader.ts';
import { formatCsvRow } from '#core/csv/csv-writer.ts';
import { csvOf } from './bytes.ts';

/** The codes of a column of texts, none of them NUL, and the dictionary after them. */
async function coded(texts: readonly string[], limits?: DictionaryLimits) {
  const dictionary = new ByteDictionary(limits);
  const codes: number[] = [];
  const csv = await readCsv(
    csvOf(`n,text\n${texts.map((text) => `${formatCsvRow(['1', text])}\n`).join('')}`),
  );
  for await (const batch of csv.batches) {
    for (let row = 0; row < batch.recordCount; row++) {
      codes.push(dictionary.codeOf(batch, batch.firstFields[row]! + 1));
    }
  }
  return { codes, texts: dictionary.texts };
}

describe('ByteDictionary', () => {
  it('numbers texts in order of appearance', async () => {
    const { codes, texts } = await coded(['Yes', 'No', '', 'Yes', 'Zoë', 'No', 'Zoé', '']);
    expect(codes).toEqual([0, 1, 2, 0, 3, 1, 4, 2]);
    expect(texts).toEqual(['Yes', 'No', '', 'Zoë', 'Zoé']);
  });

  it('tells texts of like beginnings, ends and lengths apart', async () => {
    const alike = fc.stringMatching(/^(abcd)?[ab"é]{0,10}(wxyz)?$/u);
    await fc.assert(
      fc.asyncProperty(fc.array(alike, { maxLength: 60 }), async (column) => {
        const { codes, texts } = await coded(column);
        expect(codes.map((code) => texts[code])).toEqual(column);
        expect(new Set(texts).size).toBe(texts.length);
      }),
    );
  });

  it('grows to as many texts as there are', async () => {
    const column = Array.from({ length: 150_000 }, (_, index) => `text number ${index % 100_000} of many`);
    const { codes, texts } = await coded(column);
    expect(texts.length).toBe(100_000);
    expect(codes.findIndex((code, index) => code !== index % 100_000)).toBe(-1);
    expect(texts[99_999]).toBe('text number 99999 of many');
  });

  it('gives −1 past its limits and keeps what it has', async () => {
    const limits = { maxTexts: 2, maxLength: 3 };
    const { codes, texts } = await coded(['éàü', 'long', 'b', 'c', 'éàü', 'b', 'c'], limits);
    expect(codes).toEqual([0, -1, 1, -1, 0, 1, -1]);
    expect(texts).toEqual(['éàü', 'b']);
  });
});
