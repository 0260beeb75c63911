import { expect, test } from 'vitest';
import { rankByScore } from '#core/evaluation/ranking.ts';
import { rocAuc } from '#core/evaluation/roc-auc.ts';
import { candidateSchema } from '#core/lake/documents.ts';
import { logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import { evaluateCandidate } from '#core/training/evaluate-candidate.ts';
import { foldsOf } from './folds-of.ts';

const terms = { clv: 200, offerCost: 10, contactCost: 1, alpha: 6, beta: 14 };
const learner = logisticRegression();

test.each([
  { folds: 1, repeats: 1, rows: 10_000 },
  { folds: 5, repeats: 3, rows: 2000 },
])('$folds folds, $repeats times: every figure is there and is that of the known truth', (plan) => {
  const folds = foldsOf((truth) => truth, plan);
  const { report, curves, calibration } = evaluateCandidate(learner, { folds, fitDurationMs: 12 }, terms);
  expect(candidateSchema.parse(report)).toEqual(report);
  expect(report.parameters.calibration).toBe(calibration.calibration.method);
  expect(report.fitDurationMs).toBe(12);
  const aucs = folds.map(({ logOdds, labels }) => rocAuc(rankByScore(logOdds, labels)));
  expect(report.rocAuc.mean).toBeCloseTo(aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length, 12);
  // Rates p spread evenly over 0.05 to 0.95: the mean of p(1 − p) is 0.1825, of the entropy 0.5431; half leave.
  expect(report.brier).toBeCloseTo(0.1825, 2);
  expect(Math.abs(report.logLoss - 0.5431)).toBeLessThan(0.02);
  expect(report.calibrationInTheLarge).toBeCloseTo(1, 1);
  expect(report.expectedCalibrationError).toBeLessThan(0.03);
  expect(report.topDecileLift).toBeCloseTo(0.905 / 0.5, 1);
  expect(report.prAuc).toBeGreaterThan(0.7);
  expect(report.empc).toBeGreaterThan(0.5 * 0.3 * 190 * 0.7);
  expect(report.eta).toBeLessThanOrEqual(1);
  expect(report.profitOptimum!.profit).toBeLessThanOrEqual(report.empc!);
  for (const points of Object.values(curves)) {
    expect(points.length).toBeGreaterThanOrEqual(10);
    expect(points.length).toBeLessThanOrEqual(101);
  }
});

test('the figures are taken repeat by repeat: the same customers judged twice change nothing', () => {
  const folds = foldsOf((truth) => 1.5 * truth);
  const twice = [...folds, ...folds.map((fold) => ({ ...fold, repeat: 1 }))];
  const once = evaluateCandidate(learner, { folds, fitDurationMs: 1 }, terms).report;
  const again = evaluateCandidate(learner, { folds: twice, fitDurationMs: 1 }, terms).report;
  for (const figure of ['prAuc', 'empc', 'eta', 'topDecileLift', 'expectedCalibrationError'] as const) {
    expect(again[figure]).toBeCloseTo(once[figure]!, 3);
  }
  expect(again.rocAuc.lower).toBeCloseTo(once.rocAuc.lower, 12);
});
