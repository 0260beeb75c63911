import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { tableOfRows } from '#core/evaluation/permutation-importance.ts';
import { modelMetadataSchema } from '#core/lake/documents.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { type FeatureTable, LABEL_LEFT, LABEL_UNKNOWN } from '#core/table/feature-table.ts';
import { type TrainingOptions, trainChampion } from '#core/training/train-champion.ts';
import { inThisThread } from '#core/training/training-crew.ts';
import { generatedTable } from '../learners/generated-table.ts';
import { telcoIsThere, telcoTable } from '../learners/telco-table.ts';

const options: TrainingOptions = {
  runId: '20261122T090010Z-3f9a01bc',
  modelVersion: 'm-20261122T090010Z-3f9a01bc',
  dataSha256: '3f9a01bc',
  codeVersion: 'test',
  trainedAt: '2026-11-22T09:01:00.000Z',
  seed: 7,
};

/** The same candidates with fewer trees, where quality is not what is tested. */
const quick: TrainingOptions = {
  ...options,
  crew: inThisThread(() => 0),
  candidates: [
    { algorithm: 'logistic-regression', inverseStrength: 1 },
    { algorithm: 'random-forest', trees: 10 },
  ],
};

test('metadata is a valid document and tells what was done', async () => {
  const messages: string[] = [];
  const table = generatedTable(telcoSchema, 600, 1);
  table.label.fill(LABEL_UNKNOWN, 500);
  const { onnx, metadata } = await trainChampion(table, telcoSchema, {
    ...quick,
    onProgress: (message) => messages.push(message),
  });
  expect(modelMetadataSchema.parse(JSON.parse(JSON.stringify(metadata)))).toEqual(
    JSON.parse(JSON.stringify(metadata)),
  );
  expect(metadata.onnxSha256).toBe(createHash('sha256').update(onnx).digest('hex'));
  expect(metadata.rows).toEqual({
    labelled: 500,
    left: table.label.filter((label) => label === LABEL_LEFT).length,
  });
  expect(metadata.crossValidation).toEqual({ split: 'random', folds: 5, repeats: 10 });
  expect(metadata.candidates.map(({ algorithm }) => algorithm)).toEqual([
    'logistic-regression',
    'random-forest',
  ]);
  expect(metadata.candidates.map(({ name }) => name)).toContain(metadata.chosen.name);
  expect(metadata.importance).toHaveLength(telcoSchema.columns.length);
  expect(messages.length).toBeGreaterThan(2);
});

test('the same seed gives the same model and metadata, the time of the fits aside', async () => {
  const table = generatedTable(telcoSchema, 200, 2);
  const train = () => trainChampion(table, telcoSchema, quick);
  const [first, second] = [await train(), await train()];
  expect(second.metadata).toEqual(first.metadata);
  expect(second.onnx).toEqual(first.onnx);
});

test('rows without a label change nothing', async () => {
  const table = generatedTable(telcoSchema, 400, 3);
  const labelled = tableOfRows(
    table,
    Uint32Array.from({ length: 300 }, (_, row) => row),
  );
  table.label.fill(LABEL_UNKNOWN, 300);
  const train = (on: FeatureTable) => trainChampion(on, telcoSchema, quick);
  const [all, some] = [await train(table), await train(labelled)];
  expect(all.metadata.candidates).toEqual(some.metadata.candidates);
});

describe('data that cannot be learned from', () => {
  const labelledAs = (label: readonly number[]): FeatureTable => ({
    ...generatedTable(telcoSchema, label.length, 4),
    label: Uint8Array.from(label),
  });
  const labels = (left: number, stayed: number, unknown = 0) => [
    ...new Array<number>(left).fill(1),
    ...new Array<number>(stayed).fill(0),
    ...new Array<number>(unknown).fill(LABEL_UNKNOWN),
  ];
  const cases = [
    { name: 'no labels', label: labels(0, 0, 80), code: 'NO_LABELLED_ROWS', says: 'No customer has a label' },
    {
      name: 'nobody left',
      label: labels(0, 80),
      code: 'ONE_CLASS_ONLY',
      says: 'All 80 labelled customers stayed',
    },
    {
      name: 'all left',
      label: labels(80, 0),
      code: 'ONE_CLASS_ONLY',
      says: 'All 80 labelled customers left',
    },
    {
      name: 'too few rows',
      label: labels(20, 29),
      code: 'TOO_FEW_LABELLED_ROWS',
      says: '49: 20 left and 29 stayed',
    },
    {
      name: 'too few left',
      label: labels(9, 91),
      code: 'TOO_FEW_LABELLED_ROWS',
      says: 'at least 10 who left',
    },
  ];
  for (const { name, label, code, says } of cases) {
    test(name, async () => {
      const training = trainChampion(labelledAs(label), telcoSchema, quick);
      await expect(training).rejects.toMatchObject({ code, message: expect.stringContaining(says) });
    });
  }

  test('the smallest table that may be learned from is', async () => {
    const { metadata } = await trainChampion(labelledAs(labels(10, 40)), telcoSchema, quick);
    expect(metadata.rows).toEqual({ labelled: 50, left: 10 });
  });
});

describe.skipIf(!telcoIsThere)('on the real Telco table (shared/data/telco.csv beside the project)', () => {
  test('reaches the quality known to be honest, calibrated', async () => {
    const { metadata } = await trainChampion(telcoTable(), telcoSchema, options);
    const [logistic, stumps, forest] = metadata.candidates;
    const chosen = metadata.candidates.find(({ name }) => name === metadata.chosen.name)!;
    expect(chosen.rocAuc.mean).toBeGreaterThan(0.848);
    expect(stumps!.rocAuc.mean).toBeGreaterThan(0.848);
    expect(logistic!.rocAuc.mean).toBeGreaterThan(0.844);
    expect(forest!.rocAuc.mean).toBeGreaterThan(0.844);
    expect(chosen.expectedCalibrationError).toBeLessThan(0.03);
    expect(chosen.topDecileLift).toBeGreaterThan(2.7);
    // An honest ceiling is known: more than it would mean that the folds leak.
    for (const { rocAuc } of metadata.candidates) expect(rocAuc.mean).toBeLessThan(0.86);
    const strongest = metadata.importance.slice(0, 3).map(({ column }) => column);
    expect(strongest).toContain(telcoSchema.tenure);
    expect(metadata.rows).toEqual({ labelled: 7043, left: 1869 });
  }, 120_000);
});
