import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CUSTOMER_ID_COUNT, customerIds } from '#core/sample/customer-ids.ts';
import { generateCustomers } from '#core/sample/generate-customers.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { clean } from '../cleaning/clean.ts';
import { chunked, readAll } from '../csv/bytes.ts';

function sample(rows: number, seed: number) {
  const chunks = [...generateCustomers({ rows, seed })];
  return {
    customers: Buffer.concat(chunks.map(({ customers }) => customers)),
    truth: Buffer.concat(chunks.map(({ truth }) => truth)),
  };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Chance that a random leaver ranks above a random stayer (Mann–Whitney), ties left out of account. */
function rocAuc(scores: readonly number[], hasLeft: readonly boolean[]): number {
  const order = scores.map((_, index) => index).sort((one, other) => scores[one]! - scores[other]!);
  let rankSum = 0;
  let left = 0;
  for (const [rank, index] of order.entries()) {
    if (!hasLeft[index]) continue;
    rankSum += rank + 1;
    left++;
  }
  return (rankSum - (left * (left + 1)) / 2) / (left * (scores.length - left));
}

describe('generateCustomers', () => {
  it('gives the same bytes for the same seed, others for another, and a beginning for fewer rows', () => {
    const whole = sample(2500, 7);
    expect(sha256(sample(2500, 7).customers)).toBe(sha256(whole.customers));
    expect(sha256(sample(2500, 7).truth)).toBe(sha256(whole.truth));
    expect(sha256(sample(2500, 8).customers)).not.toBe(sha256(whole.customers));
    const part = sample(1700, 7);
    expect(whole.customers.subarray(0, part.customers.length).equals(part.customers)).toBe(true);
    expect(whole.truth.subarray(0, part.truth.length).equals(part.truth)).toBe(true);
  });

  it('has the default schema’s columns and exactly the rows asked for', async () => {
    const { customers } = sample(1234, 1);
    const { header, records } = await readAll(chunked(customers));
    const columns = telcoSchema.columns.map(({ name }) => name);
    expect(header).toEqual([telcoSchema.id, ...columns, telcoSchema.label.column]);
    expect(records.length).toBe(1234);
  });

  it('has every kind of dirt, at small rates, and is nearly all usable', async () => {
    const rows = 40_000;
    const { report } = await clean(chunked(sample(rows, 3).customers), telcoSchema);
    expect(report.rowsRead).toBe(rows);
    expect(report.duplicatesDropped).toBeGreaterThan(0);
    expect(Object.keys(report.rejectedByReason).sort()).toEqual([
      'MonthlyCharges: not a number',
      'customerID: another row of the same customer says otherwise',
      'too few fields',
    ]);
    expect(report.rowsKept).toBeGreaterThan(0.995 * rows);
    const total = report.columns.find(({ name }) => name === 'TotalCharges')!;
    expect(Math.min(total.missing, total.invalid)).toBeGreaterThan(0);
    const blankCategories = report.columns.filter(({ type, missing }) => type === 'category' && missing > 0);
    expect(blankCategories.length).toBeGreaterThan(10);
    expect(report.columns.every(({ unexpected }) => unexpected === 0)).toBe(true);
    const raw = sample(rows, 3).customers.toString('utf8');
    expect(raw).toMatch(/, [A-Za-z ]+ {2},/);
    expect(raw).toMatch(/,(month-to-month|female|fiber optic|electronic check),/);
  });

  it('draws labels by probabilities that about 26 % follow and that rank them well', async () => {
    const { customers, truth } = sample(60_000, 11);
    const cleaned = await clean(chunked(customers), telcoSchema);
    const rows = (await readAll(chunked(Buffer.from(cleaned.clean)))).records;
    const drawn = await readAll(chunked(truth));
    expect(drawn.header).toEqual(['customerID', 'trueChurnProbability']);
    const probabilityOf = new Map(drawn.records.map(({ fields }) => [fields[0]!, Number(fields[1])]));
    expect(probabilityOf.size).toBe(drawn.records.length);
    const scores = rows.map(({ fields }) => probabilityOf.get(fields[0]!)!);
    const hasLeft = rows.map(({ fields }) => fields[1] === 'Yes');
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
    const rate = hasLeft.filter(Boolean).length / rows.length;
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(rate).toBeGreaterThan(0.25);
    expect(rate).toBeLessThan(0.275);
    expect(Math.abs(rate - mean)).toBeLessThan(4 * Math.sqrt(0.2 / rows.length));
    const auc = rocAuc(scores, hasLeft);
    expect(auc).toBeGreaterThan(0.845);
    expect(auc).toBeLessThan(0.87);
  });

  it('has columns that hang together', async () => {
    const { records, header } = await readAll(chunked(sample(20_000, 5).customers));
    const at = (name: string) => header.indexOf(name);
    const rows = records.filter(({ fields }) => fields.length === header.length).map(({ fields }) => fields);
    const meanOf = (name: string, where: (fields: readonly string[]) => boolean) => {
      const values = rows
        .filter(where)
        .map((fields) => Number(fields[at(name)]))
        .filter(Number.isFinite);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const contractIs = (contract: string) => (fields: readonly string[]) =>
      fields[at('Contract')] === contract;
    const internetIs = (service: string) => (fields: readonly string[]) =>
      fields[at('InternetService')] === service;
    expect(meanOf('tenure', contractIs('Two year'))).toBeGreaterThan(
      2 * meanOf('tenure', contractIs('Month-to-month')),
    );
    expect(meanOf('MonthlyCharges', internetIs('Fiber optic'))).toBeGreaterThan(85);
    expect(meanOf('MonthlyCharges', internetIs('No'))).toBeLessThan(25);
    const strayTotals = rows.filter((fields) => {
      const expected = Number(fields[at('tenure')]) * Number(fields[at('MonthlyCharges')]);
      const total = fields[at('TotalCharges')]!.trim();
      return total !== '' && total !== 'N/A' && Math.abs(Number(total) / expected - 1) > 0.06;
    });
    expect(strayTotals.length / rows.length).toBeLessThan(0.002);
    const blank = rows.filter((fields) => fields[at('TotalCharges')]!.trim() === '');
    expect(blank.length).toBeGreaterThan(0);
    expect(blank.every((fields) => fields[at('tenure')] === '0')).toBe(true);
  });

  it.each([
    [0, 1],
    [1.5, 1],
    [Number.NaN, 1],
    [10, -1],
    [10, 2 ** 32],
  ])('refuses %d rows with seed %d', (rows, seed) => {
    expect(() => generateCustomers({ rows, seed }).next()).toThrow(
      expect.objectContaining({ code: 'SAMPLE_OPTION_INVALID' }),
    );
  });
});

describe('customerIds', () => {
  it('looks like the real ones and repeats none', () => {
    const ids = customerIds(CUSTOMER_ID_COUNT - 1);
    const seen = new Set(Array.from({ length: 200_000 }, () => ids.next().value));
    expect(seen.size).toBe(200_000);
    expect([...seen].filter((id) => !/^\d{4}-[A-Z]{5}$/.test(id))).toEqual([]);
  });
});
