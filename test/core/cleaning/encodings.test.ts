import { describe, expect, test } from 'vitest';
import { cleanAnyEncoding } from '#core/cleaning/clean-any-encoding.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { memoryWriter } from '../csv/bytes.ts';
import { clean, RUN_ID } from './clean.ts';
import { PLANS_HEADER, plansSchema } from './plans-schema.ts';

async function cleanBytes(bytes: Uint8Array) {
  const [cleaned, rejected] = [memoryWriter(), memoryWriter()];
  const open = async () =>
    (async function* () {
      yield bytes;
    })();
  const outputs = { clean: cleaned.write, rejected: rejected.write };
  const report = await cleanAnyEncoding(open, plansSchema, RUN_ID, outputs);
  return { report, clean: cleaned.text() };
}

const rows = [PLANS_HEADER, 'a,9.5,3,Pro,Zürich,0,10,here', 'b,8,4,Pro,Łódź,0,10,gone'].join('\n');

describe('an upload', () => {
  test('in UTF-8 is read as that', async () => {
    const { report, clean: text } = await cleanBytes(Buffer.from(rows, 'utf8'));
    expect(report.encoding).toBe('utf-8');
    expect(text).toContain('Łódź');
  });

  test('in Windows-1252 gives the same file as in UTF-8, and the report says so', async () => {
    const western = rows.replace('Łódź', 'Orléans');
    const { report, clean: text } = await cleanBytes(Buffer.from(western, 'latin1'));
    expect(report).toMatchObject({ encoding: 'windows-1252', rowsKept: 2, rowsRejected: 0 });
    expect(text).toBe((await cleanBytes(Buffer.from(western, 'utf8'))).clean);
  });

  test('in UTF-8 that is damaged later on is refused', async () => {
    const damaged = Buffer.concat([Buffer.from(`${rows}\nc,1,1,Pro,`), Buffer.from([0xff, 0xfe])]);
    await expect(cleanBytes(damaged)).rejects.toMatchObject({ code: 'CSV_UTF8_BROKEN' });
  });
});

describe('decimal commas, where the schema declares them', () => {
  const schema = parseSchemaDocument({ ...plansSchema, decimalComma: true });
  const withComma = (...cells: string[]) =>
    clean([PLANS_HEADER.replaceAll(',', ';'), ...cells].join('\n'), schema);

  test('are read, thousands parted by points too, and written with a point', async () => {
    const { clean: text, report } = await withComma(
      'a;1.234,5;12;Pro;Bern;-0,25;12.345.678,00;here',
      'b;9,50;3;Pro;Bern;,5;100;gone',
    );
    expect(text.split('\n').slice(1, 3)).toEqual([
      expect.stringContaining('1234.5,12345678,-0.25'),
      expect.stringContaining('9.5,100,0.5'),
    ]);
    expect(report.columns.every(({ invalid }) => invalid === 0)).toBe(true);
  });

  test('a point that parts no thousands is no number', async () => {
    const { rejected } = await withComma('a;9.50;3;Pro;Bern;0;1;here', 'b;9;3;Pro;Bern;0;1;here');
    expect(rejected).toContain('fee');
    expect(rejected).toContain('not a number');
  });
});
