import { beforeAll, describe, expect, it } from 'vitest';
import { explainerDocumentSchema } from '#core/explain/explainer-document.ts';
import { modelExplainerKey, modelVersionOf } from '#core/lake/keys.ts';
import { createChampionModels } from '#platform/model/champion-models.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { createLake } from '../support/lake.ts';
import { sampleCsv } from '../support/sample-csv.ts';

process.env.CODE_VERSION = 'test';

const lake = createLake();
let runId = '';

async function bring(rows: number, seed: number, arrivedAt: string): Promise<string> {
  await lake.put(`raw/${seed}.csv`, sampleCsv(rows, seed));
  const run = await lake.ingest(`raw/${seed}.csv`, arrivedAt);
  await lake.clean(run);
  await lake.features(run);
  await lake.train(run);
  return run;
}

beforeAll(async () => {
  runId = await bring(800, 5, '2026-11-22T09:00:10Z');
});

describe('reasons through the stages', () => {
  it('are stored with every customer, and come from the explainer beside the model', async () => {
    await lake.score();
    const document = await readJson(
      lake.store,
      modelExplainerKey(modelVersionOf(runId)),
      explainerDocumentSchema,
    );
    expect(document.modelVersion).toBe(modelVersionOf(runId));
    const rows = [...(lake.insights.rows.get(runId)?.values() ?? [])];
    expect(rows.length).toBeGreaterThan(700);
    const { explainer, schema } = await createChampionModels(lake.store).current();
    for (const { reasons, churnProbability } of rows) {
      const columns = new Set(schema.columns.map(({ name }) => name));
      expect(reasons?.every(({ feature }) => columns.has(feature))).toBe(true);
      expect(reasons?.length).toBeGreaterThan(0);
      // Few columns have little left to the others: the sign of the whole follows from those that are named.
      const points = reasons?.reduce((sum, each) => sum + each.points, 0) ?? 0;
      const difference = 100 * (churnProbability - explainer.base.probability);
      if (Math.abs(difference) > 40) expect(Math.sign(points)).toBe(Math.sign(difference));
    }
  });

  it('are needed: a model from before there were any is refused with words, and a new one takes its place', async () => {
    lake.store.objects.delete(modelExplainerKey(modelVersionOf(runId)));
    await expect(createChampionModels(lake.store).current()).rejects.toMatchObject({
      code: 'MODEL_OUTDATED',
      message: expect.stringContaining(modelVersionOf(runId)),
    });
    const next = await bring(700, 6, '2026-11-22T10:00:00Z');
    const { metadata } = await createChampionModels(lake.store).current();
    expect(metadata.modelVersion).toBe(modelVersionOf(next));
    lake.store.objects.delete(modelExplainerKey(modelVersionOf(next)));
    await expect(lake.score()).rejects.toMatchObject({ code: 'MODEL_OUTDATED' });
  });
});
