import { createReadStream } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualityReportSchema } from '#core/lake/documents.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { hasTelco, telcoFile } from '../../support/telco.ts';
import { bytesOf, chunked } from '../csv/bytes.ts';
import { clean, cleanRows, RUN_ID } from './clean.ts';
import { PLANS_HEADER } from './plans-schema.ts';

const CLEAN_HEADER = 'client,gone,plan,city,months,fee,paid,score\n';

describe('cleanCustomers', () => {
  it('writes id, label and the schema’s columns in order, in canonical form', async () => {
    const {
      report,
      clean: cleaned,
      rejected,
    } = await cleanRows(' c1 ,+29.50,012,basic  PLAN,"Oslo, Vest",1e-1,1.0E3,GONE', 'c2,0,0,Pro,,-.5,,');
    expect(cleaned).toBe(
      `${CLEAN_HEADER}c1,gone,Basic plan,"Oslo, Vest",12,29.5,1000,0.1\nc2,,Pro,,0,0,,-0.5\n`,
    );
    expect(rejected).toBe('line,column,reason,record\n');
    expect(qualityReportSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({ runId: RUN_ID, rowsRead: 2, rowsKept: 2, labelled: 1, left: 1 });
  });

  it('counts missing, invalid and unexpected cells of the kept rows by column', async () => {
    const { report, clean: cleaned } = await cleanRows(
      'c1,1,1,,,,,here',
      'c2,1,1,Gold,x,7,N/A,here',
      'c3,1,1,Pro,x,$1,5,here',
      'bad,?,1,Gold,,,N/A,here',
    );
    expect(report.columns).toEqual([
      { name: 'plan', type: 'category', missing: 1, invalid: 0, unexpected: 1 },
      { name: 'city', type: 'category', missing: 1, invalid: 0, unexpected: 0 },
      { name: 'months', type: 'numeric', missing: 0, invalid: 0, unexpected: 0 },
      { name: 'fee', type: 'numeric', missing: 0, invalid: 0, unexpected: 0 },
      { name: 'paid', type: 'numeric', missing: 1, invalid: 1, unexpected: 0 },
      { name: 'score', type: 'numeric', missing: 1, invalid: 2, unexpected: 0 },
    ]);
    expect(cleaned).toContain('\nc2,here,Gold,x,1,1,,\n');
  });

  it('rejects unusable rows with line, column, reason and record, and counts the reasons', async () => {
    const {
      report,
      clean: cleaned,
      rejected,
    } = await cleanRows(
      'ok,1,1,Pro,x,0,1,here',
      ' ,1,1,Pro,x,0,1,here',
      `${'i'.repeat(129)},1,1,Pro,x,0,1,here`,
      'c4,1,,Pro,x,0,1,here',
      'c5,"1,5",1,Pro,x,0,1,here',
      'c6,-1,1,Pro,x,0,1,here',
      'c7,1,601,Pro,x,0,1,here',
      'c8,1,1,Pro,x,0,1,perhaps',
      'c9,1,1',
      'c10,1,1,Pro,x,0,1,here,more',
      `c11,1,1,Pro,${'x'.repeat(1024 * 1024)},0,1,here`,
      'c12,1,1,Pro,"two\nlines",0,1,nope',
    );
    expect(cleaned).toBe(`${CLEAN_HEADER}ok,here,Pro,x,1,1,1,0\n`);
    const lines = rejected.split('\n');
    expect(lines.slice(0, 2)).toEqual([
      'line,column,reason,record',
      '3,client,missing," ,1,1,Pro,x,0,1,here"',
    ]);
    expect(lines).toContain('6,fee,not a number,"c5,""1,5"",1,Pro,x,0,1,here"');
    expect(lines).toContain('10,,too few fields: 3 in place of 8,"c9,1,1"');
    expect(rejected).toContain(
      '13,gone,neither gone nor here nor blank,"c12,1,1,Pro,""two\nlines"",0,1,nope"\n',
    );
    expect(rejected).toContain(
      `12,,a field longer than 65536 characters,"c11,1,1,Pro,${'x'.repeat(200)}…,0,1,here"`,
    );
    expect(report).toMatchObject({ rowsRead: 12, rowsKept: 1, rowsRejected: 11, duplicatesDropped: 0 });
    expect(report.rejectedByReason).toEqual({
      'client: missing': 1,
      'client: longer than 128 characters': 1,
      'months: missing': 1,
      'fee: not a number': 1,
      'fee: out of range': 1,
      'months: out of range': 1,
      'gone: neither gone nor here nor blank': 2,
      'too few fields': 1,
      'too many fields': 1,
      'a field longer than 65536 characters': 1,
    });
  });

  it('drops repeated rows and rejects contradicting ones of the same customer', async () => {
    const {
      report,
      clean: cleaned,
      rejected,
    } = await cleanRows(
      'c1,1,bad,Pro,x,0,1,here',
      'c1,1,1,Pro,x,0,1,here',
      'c2,1,1,Pro,x,0,1,here',
      'c1,1.0,01,pro, x,0,1,HERE',
      'c1,2,1,Pro,x,0,1,here',
      'C1,2,1,Pro,x,0,1,here',
    );
    expect(cleaned.split('\n').map((line) => line.split(',')[0])).toEqual(['client', 'c1', 'c2', 'C1', '']);
    expect(report).toMatchObject({ rowsRead: 6, rowsKept: 3, rowsRejected: 2, duplicatesDropped: 1 });
    expect(rejected).toContain(
      '6,client,another row of the same customer says otherwise: the first is on line 3,"c1,2,1,Pro,x,0,1,here"',
    );
  });

  it('reads `;`, CRLF, BOM, quoted newlines and any order of columns', async () => {
    const raw = `\uFEFF${PLANS_HEADER.replaceAll(',', ';')}\r\nc1;"1";2;Pro;"a\r\nb";0;;here\r\n`;
    const { report, clean: cleaned } = await clean(raw);
    expect(cleaned).toBe(`${CLEAN_HEADER}c1,here,Pro,"a\r\nb",2,1,,0\n`);
    expect(report.delimiter).toBe(';');
  });

  it('takes ten rows, and rows of one class', async () => {
    const rows = Array.from({ length: 10 }, (_, index) => `c${index},1,1,Pro,x,0,1,gone`);
    expect((await cleanRows(...rows)).report).toMatchObject({ rowsKept: 10, labelled: 10, left: 10 });
  });

  it('gives the same wherever the chunks end', async () => {
    const raw = bytesOf(
      `\uFEFF${PLANS_HEADER}\r\nc1,1,1,"Pro",Zoë,0,1,here\r\nc1,2,1,Pro,x,0,1,here\r\nc2,1,1,"a""b"\r\n`,
    );
    const whole = await clean(chunked(raw));
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(sizes, async (chunkSizes) => {
        expect(await clean(chunked(raw, chunkSizes))).toEqual(whole);
      }),
    );
  });

  it('is idempotent', async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        ' ',
        'Pro',
        ' basic PLAN',
        '1',
        ' 2.50',
        '1e2',
        'N/A',
        'x,y',
        '"',
        'a\nb',
        'here',
        'GONE',
      ),
      fc.double({ noNaN: true, min: 0, max: 500 }).map(String),
      fc.string({ maxLength: 5 }),
    );
    const quoted = (text: string) => `"${text.replaceAll('"', '""').replaceAll('\0', '')}"`;
    const row = fc
      .tuple(fc.constantFrom('1', '2.5', '30'), fc.nat(60), cell, cell, cell, cell)
      .map(([fee, months, plan, city, score, paid]) => [fee, String(months), plan, city, score, paid]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(row, fc.constantFrom('', 'HERE', 'gone'))), async (rows) => {
        const lines = rows.map(([cells, gone], index) =>
          [`c${index % 7}`, ...cells, gone].map(quoted).join(','),
        );
        const once = await cleanRows('first,1,1,Pro,x,0,1,here', ...lines);
        const twice = await clean(once.clean);
        expect(twice.clean).toBe(once.clean);
        expect(twice.report.rowsKept).toBe(once.report.rowsKept);
        expect(twice.report.rowsRejected + twice.report.duplicatesDropped).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});

describe.skipIf(!hasTelco)('the IBM table', () => {
  it('is kept whole: 7,043 customers, 1,869 left, 11 without total charges', async () => {
    const { report, rejected } = await clean(createReadStream(telcoFile), telcoSchema);
    expect(report).toMatchObject({
      rowsRead: 7043,
      rowsKept: 7043,
      rowsRejected: 0,
      duplicatesDropped: 0,
      labelled: 7043,
      left: 1869,
      ignoredColumns: [],
    });
    const faults = report.columns.filter(
      ({ missing, invalid, unexpected }) => missing + invalid + unexpected > 0,
    );
    expect(faults).toEqual([
      { name: 'TotalCharges', type: 'numeric', missing: 11, invalid: 0, unexpected: 0 },
    ]);
    expect(rejected).toBe('line,column,reason,record\n');
  });
});
