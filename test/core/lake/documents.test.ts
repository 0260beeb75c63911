import { expect, test } from 'vitest';
import { modelMetadataSchema } from '#core/lake/documents.ts';

/** As the first version of the trainer wrote it. */
const older = {
  modelVersion: 'm-20261122T090010Z-3f9a01bc',
  runId: '20261122T090010Z-3f9a01bc',
  trainedAt: '2026-11-22T09:01:00.000Z',
  codeVersion: 'test',
  seed: 7,
  dataSha256: '3f9a01bc',
  onnxSha256: 'ab',
  schema: {},
  rows: { labelled: 100, left: 30 },
  crossValidation: { folds: 5, repeats: 10 },
  candidates: [
    {
      name: 'logistic-regression',
      algorithm: 'logistic-regression',
      parameters: { calibration: 'none' },
      rocAuc: { mean: 0.8, lower: 0.7, upper: 0.9 },
      logLoss: 0.4,
      brier: 0.1,
      expectedCalibrationError: 0.02,
      topDecileLift: 2.5,
      fitDurationMs: 3,
    },
  ],
  chosen: { name: 'logistic-regression', reason: 'the only one' },
  calibration: { method: 'platt', slope: 0.9, intercept: -0.1 },
  curves: { roc: [[0, 0]], calibration: [[0.1, 0.1]], lift: [[1, 1]] },
  importance: [],
  numericStatistics: [],
};

test('metadata of older models can still be read', () => {
  expect(modelMetadataSchema.parse(older)).toEqual(older);
  const none = { ...older, calibration: { method: 'none', slope: 1, intercept: 0 } };
  expect(modelMetadataSchema.parse(none).calibration).toEqual({ method: 'none' });
});

test('a calibration has what its method needs', () => {
  const knots = [
    [-1, -2],
    [1, 0.5],
  ];
  const withCalibration = (calibration: object) => modelMetadataSchema.safeParse({ ...older, calibration });
  expect(withCalibration({ method: 'isotonic', knots }).data?.calibration).toEqual({
    method: 'isotonic',
    knots,
  });
  expect(withCalibration({ method: 'isotonic', knots: knots.slice(1) }).success).toBe(false);
  expect(withCalibration({ method: 'platt', slope: 1 }).success).toBe(false);
  expect(withCalibration({ method: 'other' }).success).toBe(false);
});
