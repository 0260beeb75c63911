import { beforeAll, describe, expect, it } from 'vitest';
import { predictAnswerSchema } from '#core/api/contract.ts';
import { contactGainOf, contactTermsOf } from '#core/economics/contact-rule.ts';
import { expectedLossOf } from '#core/economics/expected-loss.ts';
import { roundedMoney } from '#core/economics/precision.ts';
import { riskLevelOf } from '#core/economics/risk-level.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { SCHEMA_KEY } from '#core/lake/keys.ts';
import { parseCustomers } from '#core/predict/parse-customers.ts';
import { predictCustomers } from '#core/predict/predict-customers.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { createChampionModels } from '#platform/model/champion-models.ts';
import { kpis } from '../../functions/insights/kpis.ts';
import { createLake } from '../support/lake.ts';
import { memoryReader } from '../support/memory-insights-reader.ts';
import { sampleCsv } from '../support/sample-csv.ts';

/**
 * Each fault of the Python system that this one takes the place of, on generated customers through the real stages. Those
 * that need the real data are in core/training/judged-customers.test.ts (inflated risk, metrics of training rows) and
 * e2e/real-data.test.ts; names that are markup are in the browser's tests.
 */

process.env.CODE_VERSION = 'test';

const schema = parseSchemaDocument({
  ...telcoSchema,
  riskThresholds: { medium: 0.2, high: 0.45 },
  training: { candidates: [{ algorithm: 'logistic-regression', inverseStrength: 1 }] },
});
const { economics, riskThresholds } = schema;
const lake = createLake();
const csv = sampleCsv(1500, 5);
let runId = '';
let rows: ReadonlyMap<string, ScoredRow>;

/** The file's customers as another system would send them, without those that cleaning had to mend or set aside. */
function bodies(): Record<string, unknown>[] {
  const [header = '', ...lines] = csv.trimEnd().split('\n');
  const names = header.split(',');
  return lines
    .map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at]!, cell])))
    .filter((body) => rows.has(String(body[schema.id])) && /^[\d.]*$/.test(body.TotalCharges ?? ''))
    .filter((body, index, all) => all.findIndex((one) => one[schema.id] === body[schema.id]) === index)
    .slice(0, 900);
}

async function predicted() {
  const { scorer, ...model } = await createChampionModels(lake.store).current();
  const customers = parseCustomers({ customers: bodies() }, schema);
  return predictAnswerSchema.parse(await predictCustomers(customers, { ...model, score: scorer.score }));
}

beforeAll(async () => {
  await lake.put(SCHEMA_KEY, JSON.stringify(schema));
  await lake.put('raw/base.csv', csv);
  runId = await lake.ingest('raw/base.csv');
  await lake.clean(runId);
  await lake.features(runId);
  await lake.train(runId);
  await lake.score();
  rows = lake.insights.rows.get(runId)!;
});

describe('faults that must not come back', () => {
  it('1: the API answers as the batch does, whatever a customer’s categories', async () => {
    const { predictions } = await predicted();
    expect(predictions).toHaveLength(900);
    for (const answer of predictions) {
      const row = rows.get(answer.customerId!)!;
      expect(Math.abs(answer.churnProbability - row.churnProbability)).toBeLessThan(1e-6);
    }
    const contractOf = new Map(bodies().map((body) => [body[schema.id], body.Contract]));
    const twoYears = predictions.filter(({ customerId }) => contractOf.get(customerId) === 'Two year');
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const observed = mean(
      twoYears.map(({ customerId }) => (rows.get(customerId!)!.status === 'left' ? 1 : 0)),
    );
    expect(twoYears.length).toBeGreaterThan(100);
    expect(Math.abs(mean(twoYears.map((answer) => answer.churnProbability)) - observed)).toBeLessThan(0.03);
  });

  it('2: money at risk is what was lost by those who left, not half as much again', () => {
    const all = [...rows.values()];
    const expected = all.reduce((sum, row) => sum + row.expectedLoss, 0);
    const lost = all
      .filter(({ status }) => status === 'left')
      .reduce((sum, row) => sum + expectedLossOf(1, row.monthlyCharge, economics), 0);
    expect(expected / lost).toBeGreaterThan(0.9);
    expect(expected / lost).toBeLessThan(1.1);
  });

  it('3: a loss lies ahead: what a customer has paid is not in it', () => {
    for (const { expectedLoss, churnProbability, monthlyCharge } of rows.values()) {
      expect(expectedLoss).toBe(
        roundedMoney(churnProbability * monthlyCharge * economics.margin * economics.horizonMonths),
      );
    }
  });

  it('4: one formula of the priority and one of each level, in batch and API', async () => {
    const terms = contactTermsOf(economics);
    for (const { status, churnProbability, clv, priority, riskLevel } of rows.values()) {
      if (status === 'active') {
        expect(priority).toBe(roundedMoney(contactGainOf(churnProbability, clv!, terms)));
      }
      expect(riskLevel).toBe(riskLevelOf(churnProbability, riskThresholds));
    }
    for (const answer of (await predicted()).predictions) {
      expect(answer.riskLevel).toBe(riskLevelOf(answer.churnProbability, riskThresholds));
      expect(answer.priority).toBe(roundedMoney(contactGainOf(answer.churnProbability, answer.clv!, terms)));
      const row = rows.get(answer.customerId!)!;
      if (row.status === 'active') expect(answer.clv).toBeCloseTo(row.clv!, 6);
    }
  });

  it('6: a model that fails is an error and no probability of 0.5', async () => {
    const { scorer: _, ...model } = await createChampionModels(lake.store).current();
    const failing = async () => {
      throw new Error('out of memory');
    };
    const answer = predictCustomers(parseCustomers(bodies()[0], schema), { ...model, score: failing });
    await expect(answer).rejects.toThrow('out of memory');
    const broken = async ({ rowCount }: { readonly rowCount: number }) =>
      new Float32Array(rowCount).fill(Number.NaN);
    const answered = predictCustomers(parseCustomers(bodies()[0], schema), { ...model, score: broken });
    expect(predictAnswerSchema.safeParse(await answered.catch(() => undefined)).success).toBe(false);
  });

  it('6: a failed read is an error and no zeros, and every number names its run', async () => {
    const reader = memoryReader(lake.insights);
    const gone = { ...reader, totals: () => Promise.reject(new Error('gone')) };
    await expect(kpis(gone)).rejects.toThrow('gone');
    expect((await kpis(reader)).runId).toBe(runId);
  });
});
