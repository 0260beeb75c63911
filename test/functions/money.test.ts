import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  changesSchema,
  kpisSchema,
  planSchema,
  runChangesSchema,
  survivalSchema,
} from '#core/api/contract.ts';
import { contactGainOf, contactTermsOf } from '#core/economics/contact-rule.ts';
import { expectedLossOf } from '#core/economics/expected-loss.ts';
import { roundedMoney } from '#core/economics/precision.ts';
import { riskLevelOf } from '#core/economics/risk-level.ts';
import { modelMetadataSchema } from '#core/lake/documents.ts';
import {
  modelCardKey,
  modelCardTextKey,
  modelMetadataKey,
  modelVersionOf,
  SCHEMA_KEY,
} from '#core/lake/keys.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { changes } from '../../functions/insights/changes.ts';
import { customer } from '../../functions/insights/customers.ts';
import { kpis } from '../../functions/insights/kpis.ts';
import { plan } from '../../functions/insights/plan.ts';
import { survival } from '../../functions/insights/survival.ts';
import { createLake } from '../support/lake.ts';
import { memoryReader } from '../support/memory-insights-reader.ts';
import { sampleCsv } from '../support/sample-csv.ts';

process.env.CODE_VERSION = 'test';

const lake = createLake();
const reader = memoryReader(lake.insights);
let first = '';
let second = '';

async function runOf(key: string, csv: string, arrivedAt: string): Promise<string> {
  await lake.put(key, csv);
  const run = await lake.ingest(key, arrivedAt);
  await lake.clean(run);
  await lake.features(run);
  await lake.train(run);
  await lake.score();
  return run;
}

const schema = parseSchemaDocument({
  ...telcoSchema,
  training: { candidates: [{ algorithm: 'logistic-regression', inverseStrength: 1 }] },
});

beforeAll(async () => {
  await lake.put(SCHEMA_KEY, JSON.stringify(schema));
  first = await runOf('raw/one.csv', sampleCsv(700, 5), '2026-11-22T09:00:10Z');
  expect(changesSchema.parse(await changes(reader)).changes).toBeNull();
  second = await runOf('raw/two.csv', sampleCsv(600, 5), '2026-11-22T10:00:10Z');
});

const rowsOf = (run: string) => [...lake.insights.rows.get(run)!.values()];

describe('a scored run', () => {
  it('has one definition each of loss, level and priority, and no tenure in the loss', () => {
    const terms = contactTermsOf(telcoSchema.economics);
    for (const row of rowsOf(second)) {
      expect(row.expectedLoss).toBe(
        roundedMoney(expectedLossOf(row.churnProbability, row.monthlyCharge, telcoSchema.economics)),
      );
      expect(row.riskLevel).toBe(riskLevelOf(row.churnProbability, telcoSchema.riskThresholds));
      if (row.status === 'left') expect([row.clv, row.priority]).toEqual([null, null]);
      else expect(row.priority).toBe(roundedMoney(contactGainOf(row.churnProbability, row.clv!, terms)));
    }
  });

  it('names its run, and the run before with the differences', async () => {
    const answer = kpisSchema.parse(await kpis(reader));
    expect(answer.runId).toBe(second);
    expect(answer.previous?.runId).toBe(first);
    const [was, is] = [first, second].map((run) => lake.insights.insights.get(run)!.total);
    expect(answer.previous?.kpis.activeCustomers).toBe(is!.activeCustomers - was!.activeCustomers);
    expect(answer.revenueAtRiskRange!.lower).toBeLessThan(answer.revenueAtRiskMonthly);
    expect(answer.contactCustomers).toBe(rowsOf(second).filter(({ priority }) => (priority ?? 0) > 0).length);
  });

  it('keeps what changed: the columns’ stability and the customers who moved most', async () => {
    const { changes: found } = changesSchema.parse(await changes(reader));
    expect(runChangesSchema.parse(found)).toEqual(found);
    expect(found!.columns.length).toBeGreaterThan(telcoSchema.columns.length - 1);
    expect(found!.columns.every(({ psi }) => psi < 0.1)).toBe(true);
    const moves = found!.movers!.map(({ before, after }) => Math.abs(after - before));
    expect(moves).toEqual([...moves].sort((a, b) => b - a));
    expect(moves.length).toBeLessThanOrEqual(50);
  });

  it('tells of a customer what they are worth and whether to contact them', async () => {
    const row = rowsOf(second).find(({ status }) => status === 'active')!;
    const { customer: told } = await customer(reader, row.customerId);
    expect(told).toMatchObject({ clv: row.clv, priority: row.priority, worthContacting: row.priority! > 0 });
  });
});

describe('GET /api/plan', () => {
  it('plans within contacts or a budget, never better than the optimum', async () => {
    const everybody = planSchema.parse(await plan(reader, {}));
    const gains = rowsOf(second).map(({ priority }) => priority ?? 0);
    const best = gains.filter((gain) => gain > 0).sort((a, b) => b - a);
    expect(everybody.optimum.contacts).toBe(best.length);
    expect(everybody.optimum.gain).toBeCloseTo(
      best.reduce((a, b) => a + b, 0),
      6,
    );
    const few = planSchema.parse(await plan(reader, { contacts: '20' })).plan;
    expect(few.contacts).toBe(20);
    const ofTwenty = best.slice(0, 20).reduce((a, b) => a + b, 0);
    expect(Math.abs(few.gain / ofTwenty - 1)).toBeLessThan(0.02);
    const cheap = planSchema.parse(await plan(reader, { budget: '100' })).plan;
    expect(cheap.cost).toBeLessThanOrEqual(100 + 1e-9);
    expect(cheap.gainPerUnit).toBeGreaterThan(0);
    expect(cheap.gain).toBeLessThan(everybody.optimum.gain);
  });

  it.each([[{ contacts: '-1' }], [{ contacts: 'x' }], [{ contacts: '1', budget: '1' }], [{ limit: '3' }]])(
    'refuses %j',
    async (query) => {
      await expect(plan(reader, query)).rejects.toMatchObject({ code: 'QUERY_INVALID' });
    },
  );
});

describe('GET /api/survival', () => {
  it('has the curve over all and by segment', async () => {
    const answer = survivalSchema.parse(await survival(reader, { by: 'Contract' }));
    expect(answer.overall.customers).toBe(rowsOf(second).length);
    expect(answer.segments!.reduce((sum, { customers }) => sum + customers, 0)).toBe(rowsOf(second).length);
    await expect(survival(reader, { by: 'gender' })).rejects.toMatchObject({ code: 'QUERY_INVALID' });
    await expect(survival(reader, { by: '$tenure_cohort' })).rejects.toMatchObject({ code: 'QUERY_INVALID' });
  });
});

describe('the model', () => {
  it('has a fairness report of each sensitive column and a card beside it', async () => {
    const version = modelVersionOf(second);
    const metadata = await readJson(lake.store, modelMetadataKey(version), modelMetadataSchema);
    expect(metadata.fairness?.map(({ column }) => column)).toEqual(['gender', 'SeniorCitizen']);
    for (const { groups } of metadata.fairness ?? []) {
      expect(groups.reduce((sum, { customers }) => sum + customers, 0)).toBe(metadata.rows.labelled);
      expect(groups.reduce((sum, { left }) => sum + left, 0)).toBe(metadata.rows.left);
    }
    const card = await readJson(lake.store, modelCardKey(version), z.looseObject({ fairness: z.unknown() }));
    expect(card.fairness).toEqual(metadata.fairness);
    const text = Buffer.from(await lake.store.readBytes(modelCardTextKey(version))).toString('utf8');
    expect(text).toContain('## Fairness: Gender');
    expect(text).toContain(`${metadata.rows.labelled} labelled customers`);
  });
});
