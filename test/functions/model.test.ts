import { beforeAll, describe, expect, it } from 'vitest';
import { modelSchema } from '#core/api/contract.ts';
import type { ModelMetadata } from '#core/lake/documents.ts';
import { modelMetadataKey } from '#core/lake/keys.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { trainChampion } from '#core/training/train-champion.ts';
import { inThisThread } from '#core/training/training-crew.ts';
import type { PublishedRun } from '#platform/insights-store/insights-store.ts';
import { writeJson } from '#platform/store/json-objects.ts';
import { modelShape } from '../../frontend/src/api/generated/shapes.ts';
import { fits } from '../../frontend/src/api/shape.ts';
import { model } from '../../functions/insights/model.ts';
import { generatedTable } from '../core/learners/generated-table.ts';
import { createMemoryObjectStore } from '../support/memory-object-store.ts';

const RUN_ID = '20261122T090010Z-3f9a01bc';
const OLDER_RUN_ID = '20261121T090010Z-0badf00d';

const publishedRun = (modelVersion: string): PublishedRun => ({
  runId: RUN_ID,
  modelVersion,
  publishedAt: '2026-11-22T09:02:00.000Z',
  customers: 600,
  contentSha256: '3f9a01bc',
  currency: 'EUR',
  horizonMonths: 12,
  dimensions: [],
  riskThresholds: { medium: 0.3, high: 0.6 },
});

/** What is answered while a model is the published run's, and others lie beside it in the bucket. */
async function answer(metadata: ModelMetadata, beside: readonly ModelMetadata[] = []) {
  const store = createMemoryObjectStore();
  for (const other of beside) await writeJson(store, modelMetadataKey(other.modelVersion), other);
  const reader = {
    publishedRun: async () => publishedRun(metadata.modelVersion),
    model: async () => metadata,
  };
  return JSON.parse(JSON.stringify(await model(reader, store))) as unknown;
}

let trained: ModelMetadata;

beforeAll(async () => {
  const options = {
    runId: RUN_ID,
    modelVersion: `m-${RUN_ID}`,
    dataSha256: '3f9a01bc',
    codeVersion: 'test',
    trainedAt: '2026-11-22T09:01:00.000Z',
    seed: 7,
    crew: inThisThread(() => 0),
    candidates: [
      { algorithm: 'logistic-regression', inverseStrength: 1 },
      { algorithm: 'random-forest', trees: 10 },
    ],
  } as const;
  const { metadata } = await trainChampion(generatedTable(telcoSchema, 400, 1), telcoSchema, options);
  trained = metadata;
});

describe('GET /api/model', () => {
  it('answers with all that the trainer found out, as the contract and the dashboard want it', async () => {
    const body = await answer(trained);
    const told = modelSchema.parse(body);
    expect(told).toEqual(body);
    expect(fits(body, modelShape)).toBe(true);
    expect(told).toMatchObject({
      runId: RUN_ID,
      currency: 'EUR',
      chosen: trained.chosen,
      curves: trained.curves,
      campaign: trained.campaign,
      validation: { split: 'random', folds: 5, repeats: 10 },
      trainedOn: { runId: RUN_ID, dataSha256: '3f9a01bc', ...trained.rows },
      seed: 7,
      codeVersion: 'test',
      leaks: [],
      calibration: trained.calibration.method,
    });
    expect(told.candidates.map(({ name, chosen }) => [name, chosen])).toEqual(
      trained.candidates.map(({ name }) => [name, name === trained.chosen.name]),
    );
    expect(told.rocAuc).toEqual(told.candidates.find(({ chosen }) => chosen)?.rocAuc);
    for (const { prAuc, empc, profitOptimum } of told.candidates) {
      expect([prAuc, empc, profitOptimum?.share].every(Number.isFinite)).toBe(true);
    }
  });

  it('says that the model was trained on a sample', async () => {
    const sampling = { rows: 400, left: 100, ofRows: 4000, ofLeft: 1000, seed: 7, reason: '400 of 4000.' };
    const body = await answer({ ...trained, sampling });
    expect(modelSchema.parse(body).sampling).toEqual(sampling);
    expect(fits(body, modelShape)).toBe(true);
    expect(modelSchema.parse(await answer(trained)).sampling).toBeUndefined();
  });

  it('names columns for people', async () => {
    const leaks = [{ column: 'SeniorCitizen', rocAuc: 0.99 }];
    const told = modelSchema.parse(await answer({ ...trained, leaks }));
    expect(told.leaks).toEqual([
      { column: 'SeniorCitizen', label: 'Senior citizen (1 = yes)', rocAuc: 0.99 },
    ]);
    expect(told.benchmarks?.oneRule.label).toBe(labelOf(told.benchmarks?.oneRule.column));
    expect(told.importance.every(({ column, label }) => label === labelOf(column))).toBe(true);
  });

  it('leaves out what an older trainer did not write', async () => {
    const { benchmarks, leaks, campaign, promotion, ...older } = trained;
    const { precisionRecall, profit, ...curves } = older.curves;
    const body = await answer({
      ...older,
      curves,
      candidates: older.candidates.map(
        ({ prAuc, empc, eta, profitOptimum, calibrationInTheLarge, ...candidate }) => candidate,
      ),
      chosen: { name: trained.chosen.name, reason: 'It is the best.' },
      crossValidation: { folds: 5, repeats: 10 },
    });
    expect(modelSchema.parse(body)).toEqual(body);
    expect(fits(body, modelShape)).toBe(true);
    for (const name of ['benchmarks', 'leaks', 'campaign', 'promotion', 'challenger']) {
      expect(body).not.toHaveProperty(name);
    }
  });

  it('refuses metadata that name no candidate', async () => {
    await expect(answer({ ...trained, chosen: { name: 'other', reason: '' } })).rejects.toMatchObject({
      code: 'MODEL_INVALID',
    });
  });
});

describe('the decision on a new model', () => {
  const compared = { against: `m-${OLDER_RUN_ID}`, comparedRows: 300, rocAuc: 0.8, againstRocAuc: 0.85 };
  const behind = { ...compared, reason: 'It falls short.', lead: -0.05, standardError: 0.01 };

  it('is told with the interval of the lead', async () => {
    const promotion = { ...behind, decision: 'champion', lead: 0.05 } as const;
    const told = modelSchema.parse(await answer({ ...trained, promotion }));
    expect(told.promotion).toEqual({
      ...compared,
      decision: 'champion',
      reason: 'It falls short.',
      lead: { mean: 0.05, lower: expect.closeTo(0.0304, 10), upper: expect.closeTo(0.0696, 10) },
    });
    expect(told.challenger).toBeUndefined();
  });

  it('has no interval where nothing could be compared', async () => {
    const promotion = { decision: 'champion', reason: 'No other model stands.' } as const;
    expect(modelSchema.parse(await answer({ ...trained, promotion })).promotion).toEqual(promotion);
  });

  it('names the challenger where an older model scored the published run', async () => {
    const champion = { ...trained, modelVersion: `m-${OLDER_RUN_ID}`, runId: OLDER_RUN_ID };
    const challenger = { ...trained, promotion: { ...behind, decision: 'challenger' } as const };
    const told = modelSchema.parse(await answer(champion, [challenger]));
    expect(told).toMatchObject({ modelVersion: `m-${OLDER_RUN_ID}`, trainedOn: { runId: OLDER_RUN_ID } });
    expect(told.challenger).toMatchObject({
      modelVersion: `m-${RUN_ID}`,
      promotion: { decision: 'challenger', rocAuc: 0.8, lead: { mean: -0.05 } },
    });
    expect(modelSchema.parse(await answer(champion)).challenger).toBeUndefined();
  });
});

const labelOf = (name: string | undefined) =>
  telcoSchema.columns.find((column) => column.name === name)?.label ?? name;
