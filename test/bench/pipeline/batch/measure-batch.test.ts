import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { sampleFile } from '../../../../bench/data/sample-file.ts';
import { findPandas } from '../../../../bench/peers/find-pandas.ts';
import { measureBatch, requireEqual } from '../../../../bench/pipeline/batch/measure-batch.ts';
import { differences, tableDigest } from '../../../../bench/pipeline/batch/table-digest.ts';

const folder = mkdtempSync(join(tmpdir(), 'measure-batch-'));
afterAll(() => rmSync(folder, { recursive: true }));
const python = findPandas();
if (python === undefined) console.warn('No Python with pandas: its pipeline is not compared with ours.');

const { signal } = new AbortController();
const file = join(folder, 'raw.csv');
const options = { file, folder, runs: 1, signal };
copyFileSync(await sampleFile({ rows: 3000, seed: 3 }), file);
/** Faults that the sample has seldom or never. */
const [, known = ''] = readFileSync(file, 'utf8').split('\n');
const row = (id: string, tenure: string, monthly: string, total: string, label: string) =>
  `${id},Male,0,YES,n o,${tenure},Yes,no,Fiber  Optic,Maybe,No,No,,No,No,two year,Yes,Mailed check,${monthly},${total},${label}\n`;
appendFileSync(
  file,
  [
    `${known}\n`,
    row(' NEW-1 ', '12', '70', '840.5', 'yes'),
    row('NEW-1', '12', '70.0', ' 840.50', 'Yes'),
    row('NEW-1', '13', '70', '840.5', 'Yes'),
    row('NEW-1', '13', '70', '840.5', 'Yes'),
    row('NEW-2', '0', '20.05', '', ''),
    row('NEW-3', '1', '1e2', '-4', 'No'),
    row('NEW-4', '-1', '50', '50', 'No'),
    row('NEW-5', '5', '200000', '50', 'No'),
    row('NEW-6', '5', '50', '250', 'perhaps'),
    row('', '5', '50', '250', 'No'),
    row('NEW-7', '61', '33.333333', 'inf', 'No'),
  ].join(''),
);

describe('measureBatch', () => {
  it('measures ours alone where there is no pandas, and says how to get it', async () => {
    const report = await measureBatch({ ...options, withPeers: true, find: () => undefined });
    expect(report).toMatchObject({ pandas: null, ratio: null });
    expect(report.missing).toMatch(/^No pandas: .*apt install python3-pandas/);
    expect(report.ours.medianMs).toBeGreaterThan(0);
    // Of the added rows two contradict an earlier one and four are faulty.
    const { cleanRows, rejectedRows, featureRows } = report.result;
    expect(featureRows).toBe(cleanRows);
    expect(rejectedRows).toBeGreaterThanOrEqual(6);
    expect(cleanRows).toBeGreaterThan(2950);
  });

  it('does not look for pandas where it is not wanted', async () => {
    const find = () => {
      throw new Error('looked');
    };
    const report = await measureBatch({ ...options, withPeers: false, find });
    expect(report).toMatchObject({ pandas: null, ratio: null });
    expect(report.missing).toBeUndefined();
  });

  it.skipIf(python === undefined)('comes to the same customers as pandas, faulty rows and all', async () => {
    const report = await measureBatch({ ...options, withPeers: true });
    expect(report.pandas).toMatchObject({ runsMs: [expect.any(Number)] });
    expect(report.ratio).toBeCloseTo(report.pandas!.medianMs / report.ours.medianMs, 9);
  });
});

describe('tableDigest', () => {
  it('sees every change that matters and none that does not', async () => {
    await measureBatch({ ...options, withPeers: false });
    const ours = join(folder, 'ours');
    const features = join(ours, 'customer_features.csv');
    const text = readFileSync(features, 'utf8');
    const digest = await tableDigest(ours, telcoSchema);
    const digestOf = async (changed: string) => {
      writeFileSync(features, changed);
      return differences(digest, await tableDigest(ours, telcoSchema));
    };
    const [header, first, ...others] = text.trimEnd().split('\n');
    expect(await digestOf([header, ...others, first, ''].join('\n'))).toEqual([]);
    expect(await digestOf(text.replace(/,70,/, ',7.0e1,'))).toEqual([]);
    expect(await digestOf(text.replace('Month-to-month', 'One year'))).toEqual(['customers']);
    expect(await digestOf(text.replace(/\d\n$/, '9999\n'))).toEqual(['customers']);
    expect(await digestOf([header, ...others, ''].join('\n'))).toEqual(['featureRows', 'customers']);
  });
});

describe('requireEqual', () => {
  it('fails where the results differ, and names the figures', () => {
    const one = { cleanRows: 2, rejectedRows: 1, featureRows: 2, rejectedLines: 'a', customers: 'b' };
    expect(() => requireEqual(one, { ...one })).not.toThrow();
    expect(() => requireEqual(one, { ...one, cleanRows: 3, customers: 'c' })).toThrow(
      /differ\. cleanRows: ours 2, theirs 3; customers: ours b, theirs c/,
    );
  });
});
