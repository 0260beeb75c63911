import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '#core/csv/csv-reader.ts';
import { formatCsvRow } from '#core/csv/csv-writer.ts';
import { DataError } from '#core/errors.ts';
import { bytesOf, chunked, csvOf, readAll } from './bytes.ts';

describe('readCsv', () => {
  it('reads header and records with the lines they begin on', async () => {
    expect(await readAll(csvOf('id,name\n1,Ada\n2,Grace'))).toEqual({
      header: ['id', 'name'],
      delimiter: ',',
      records: [
        { line: 2, fields: ['1', 'Ada'] },
        { line: 3, fields: ['2', 'Grace'] },
      ],
    });
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads %s line ends, embedded ones as they are, and skips blank lines', async (_name, end) => {
    const text = ['', 'a,b', '', `"1${end}2",""`, '', ',', ''].join(end);
    const { header, records } = await readAll(csvOf(text));
    expect(header).toEqual(['a', 'b']);
    expect(records).toEqual([
      { line: 4, fields: [`1${end}2`, ''] },
      { line: 7, fields: ['', ''] },
    ]);
  });

  it('reads quotes: doubled, with delimiters, and literal ones inside a field', async () => {
    const { records } = await readAll(csvOf('a,b,c\n"say ""hi""","x,y",5" pipe\n"","a" b,"""'.concat('"\n')));
    expect(records.map(({ fields }) => fields)).toEqual([
      ['say "hi"', 'x,y', '5" pipe'],
      ['', 'a b', '"'],
    ]);
  });

  it('leaves a BOM out of the header, also when it is cut by a chunk', async () => {
    const { header } = await readAll(chunked(bytesOf('\uFEFFid,naïve\n1,2\n'), [1]));
    expect(header).toEqual(['id', 'naïve']);
  });

  it.each([
    [',', 'a,b;c,d\n'],
    [';', '"x,y,z";b;c\n1,5;2;3\n'],
    ['\t', 'a\tb,c\td\n'],
    ['|', 'a|b\n'],
    [',', 'alone\n'],
  ])('finds the delimiter %j by the header', async (delimiter, text) => {
    expect((await readAll(csvOf(text))).delimiter).toBe(delimiter);
  });

  it('keeps to a delimiter it is told', async () => {
    expect((await readAll(csvOf('a;b;c,d\n'), { delimiter: ',' })).header).toEqual(['a;b;c', 'd']);
  });

  it('reads back whatever was written, wherever the chunks end', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((each) => !each.includes('\0') && each.isWellFormed());
    const awkward = fc.stringMatching(/^["\r\n,; \uFEFFé😀a]{0,6}$/u);
    const row = fc.array(fc.oneof(text, awkward), { minLength: 1, maxLength: 5 });
    const rows = fc.array(row, { minLength: 1, maxLength: 8 });
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(rows, sizes, fc.constantFrom('\n', '\r\n', '\r'), async (written, chunks, end) => {
        const csv = written.map((fields) => formatCsvRow(fields) + end).join('');
        const read = await readAll(chunked(bytesOf(csv), chunks), { delimiter: ',' });
        expect([read.header, ...read.records.map(({ fields }) => fields)]).toEqual(written);
      }),
      { numRuns: 300 },
    );
  });

  it('reads records across its blocks: long fields, many rows, characters of several bytes', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => [
      String(index),
      index % 997 === 0 ? 'é"\r\n😀'.repeat(30_000) : `Zoë ${index}`,
    ]);
    const csv = bytesOf(['id,name', ...rows.map((fields) => formatCsvRow(fields))].join('\n'));
    for (const sizes of [[csv.length], [65_536], [1021, 7]]) {
      const { records } = await readAll(chunked(csv, sizes));
      expect(records.length).toBe(rows.length);
      const wrong = records.findIndex(({ fields }, index) => fields.join('|') !== rows[index]!.join('|'));
      expect(wrong).toBe(-1);
      const embedded = Math.ceil(4999 / 997) * 30_000;
      expect(records.at(-1)!.line).toBe(5001 + embedded);
    }
  });
});

describe('readCsv refuses', () => {
  const parquet = Uint8Array.of(0x50, 0x41, 0x52, 0x31, 0x15, 0x04, 0x00, 0x12);
  const gzip = Uint8Array.of(0x1f, 0x8b, 0x08, 0x00, 0x00);
  const xlsx = Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14, 0x00);
  const utf16 = Uint8Array.of(0xff, 0xfe, 0x69, 0x00, 0x64, 0x00);
  const invalid = (prefix: string, ...bytes: number[]) =>
    Buffer.concat([bytesOf(prefix), Buffer.from(bytes)]);

  it.each<[string, Uint8Array, string, RegExp]>([
    ['an empty file', bytesOf(''), 'CSV_EMPTY', /empty/],
    ['a BOM alone', bytesOf('\uFEFF'), 'CSV_EMPTY', /empty/],
    ['blank lines alone', bytesOf('\n\r\n\n'), 'CSV_EMPTY', /empty/],
    ['gzip', gzip, 'CSV_NOT_TEXT', /gzip/],
    ['Parquet', parquet, 'CSV_NOT_TEXT', /Parquet/],
    ['xlsx', xlsx, 'CSV_NOT_TEXT', /Excel/],
    ['UTF-16 with BOM', utf16, 'CSV_NOT_TEXT', /UTF-16/],
    ['UTF-16 without BOM', utf16.subarray(2), 'CSV_NOT_TEXT', /NUL byte on line 1, byte offset 1/],
    ['a NUL byte', bytesOf('a,b\n1,\0\n'), 'CSV_NOT_TEXT', /line 2, byte offset 6/],
    ['Latin-1', invalid('a,b\r\n1,caf', 0xe9, 0x0a), 'CSV_NOT_UTF8', /line 2, byte offset 10/],
    ['an overlong sequence', invalid('é\n', 0xc0, 0xaf), 'CSV_UTF8_BROKEN', /line 2, byte offset 3/],
    ['a surrogate', invalid('a\n', 0xed, 0xa0, 0x80), 'CSV_NOT_UTF8', /line 2, byte offset 2/],
    ['a character cut off', invalid('a\nb\n', 0xf0, 0x9f), 'CSV_NOT_UTF8', /line 3, byte offset 4/],
    ['an unclosed quote', bytesOf('a,b\n1,2\n3,"x\n4,5\n'), 'CSV_QUOTE_NOT_CLOSED', /opened on line 3 /],
  ])('%s', async (_name, bytes, code, message) => {
    for (const sizes of [[1], [2, 3], [65_536]]) {
      const error = await readAll(chunked(bytes, sizes)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DataError);
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    }
  });

  it('names the place of a bad byte far into the file', async () => {
    const good = `id,name\n${'1,"é\n2"\n'.repeat(60_000)}`;
    const error = readAll(chunked(invalid(good, 0xff)));
    await expect(error).rejects.toMatchObject({
      code: 'CSV_UTF8_BROKEN',
      message: expect.stringContaining(`line 120002, byte offset ${bytesOf(good).length}`),
    });
  });

  it('a record longer than 4 Mi characters, naming where the quote opened', async () => {
    const open = `a,b\n1,2\n"x\n${'y,z\n'.repeat(1_200_000)}`;
    await expect(readAll(csvOf(open))).rejects.toMatchObject({
      code: 'CSV_RECORD_TOO_LONG',
      message: expect.stringMatching(/record on line 3 .* quote opened on line 3 /),
    });
  });

  it('lets a record of 3 MiB pass', async () => {
    const { records } = await readAll(csvOf(`a,b\n1,"${'x'.repeat(3 * 1024 * 1024)}"\n2,3\n`));
    expect(records.map(({ fields }) => fields[1]!.length)).toEqual([3 * 1024 * 1024, 1]);
  });
});

describe('readCsv and its source', () => {
  function watched(text: string) {
    const state = { isClosed: false };
    async function* chunks() {
      try {
        for (;;) yield bytesOf(text);
      } finally {
        state.isClosed = true;
      }
    }
    return { state, chunks: chunks() };
  }

  it('closes it when the reader stops early', async () => {
    const { state, chunks } = watched('a,b\n1,2\n');
    const csv = await readCsv(chunks);
    for await (const batch of csv.batches) if (batch.recordCount > 0) break;
    expect(state.isClosed).toBe(true);
  });

  it('closes it when the file is refused, and on close()', async () => {
    const bad = watched('a\0b');
    await expect(readCsv(bad.chunks)).rejects.toThrow(DataError);
    expect(bad.state.isClosed).toBe(true);
    const good = watched('a,b\n');
    await (await readCsv(good.chunks)).close();
    expect(good.state.isClosed).toBe(true);
  });

  it('passes its errors on', async () => {
    async function* failing() {
      yield bytesOf('a,b\n');
      throw new Error('connection lost');
    }
    await expect(readAll(failing())).rejects.toThrow('connection lost');
  });
});
