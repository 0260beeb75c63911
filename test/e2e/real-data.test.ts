import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kpisSchema, predictAnswerSchema } from '#core/api/contract.ts';
import { championSchema, modelMetadataSchema } from '#core/lake/documents.ts';
import { LocalStack } from '../support/local-stack.ts';
import { storedProbabilities } from '../support/stored-probabilities.ts';
import { appForHere } from '../support/synthesized-app.ts';
import { hasTelco, readTelcoRows, telcoFile } from '../support/telco.ts';

/** Rows of the file as another system would send them: numbers as numbers, a blank total as null. */
function asCustomers(rows: readonly Readonly<Record<string, string>>[]): object[] {
  return rows.map(({ Churn: _, ...row }) => ({
    ...row,
    tenure: Number(row.tenure),
    MonthlyCharges: Number(row.MonthlyCharges),
    TotalCharges: row.TotalCharges?.trim() === '' ? null : Number(row.TotalCharges),
  }));
}

describe.skipIf(!hasTelco)('the real data', () => {
  const stack = new LocalStack();
  const kpis = async () => kpisSchema.parse((await stack.api('/kpis')).body);
  const predict = async (customers: readonly object[]) => {
    const { body } = await stack.api('/predict', { method: 'POST', body: JSON.stringify({ customers }) });
    return predictAnswerSchema.parse(body);
  };

  beforeAll(async () => {
    await stack.start('--cdk-out', await appForHere(), '--rows', '600');
    // The function is warm with the sample's model, and must notice the new champion by itself.
    await predict(asCustomers(readTelcoRows().slice(0, 1)));
  }, 180_000);
  afterAll(() => stack.dispose(), 30_000);

  it('runs the whole way: 7,043 customers, 1,869 of them left, ROC-AUC at least 0.840', async () => {
    const { exitCode, output } = await stack.upload(telcoFile);
    expect(output).toContain('published');
    expect(exitCode).toBe(0);
    const total = await kpis();
    expect(total).toMatchObject({ customers: 7043, leftCustomers: 1869, activeCustomers: 5174 });

    const champion = championSchema.parse(JSON.parse(await stack.text('models/champion.json')));
    expect(champion.runId).toBe(total.runId);
    const metadata = modelMetadataSchema.parse(
      JSON.parse(await stack.text(`models/${champion.modelVersion}/metadata.json`)),
    );
    const chosen = metadata.candidates.find(({ name }) => name === metadata.chosen.name);
    expect(chosen?.rocAuc.mean).toBeGreaterThanOrEqual(0.84);
    for (const key of [
      `snapshots/${total.runId}.csv`,
      `snapshots/${total.runId}.json`,
      `clean/${total.runId}/clean_customers.csv`,
      `clean/${total.runId}/rejected.csv`,
      `clean/${total.runId}/quality.json`,
      `features/${total.runId}/customer_features.csv`,
      `features/${total.runId}/profile.json`,
      `models/${champion.modelVersion}/model.onnx`,
    ]) {
      expect(await stack.keys(key)).toEqual([key]);
    }
  }, 120_000);

  it('predicts for every customer what the batch stored, to 1e-6', async () => {
    const stored = await storedProbabilities(stack.description, (await kpis()).runId);
    const rows = readTelcoRows();
    let largestDifference = 0;
    let predicted = 0;
    for (let start = 0; start < rows.length; start += 1000) {
      const { predictions } = await predict(asCustomers(rows.slice(start, start + 1000)));
      for (const { customerId, churnProbability } of predictions) {
        predicted += 1;
        const probability = stored.get(customerId ?? '') ?? Number.NaN;
        largestDifference = Math.max(largestDifference, Math.abs(probability - churnProbability));
      }
    }
    expect([stored.size, predicted]).toEqual([7043, 7043]);
    expect(largestDifference).toBeLessThanOrEqual(1e-6);
  }, 60_000);

  it('makes no second run of the same file', async () => {
    const before = await stack.keys('runs/');
    const { exitCode } = await stack.upload(telcoFile);
    expect(exitCode).toBe(0);
    expect(await stack.keys('runs/')).toEqual(before);
  }, 60_000);
});
