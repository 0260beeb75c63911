import { expect, test } from 'vitest';
import { meanOf } from '#core/evaluation/interval.ts';
import { logLoss } from '#core/evaluation/probability-scores.ts';
import { chooseCalibration } from '#core/training/choose-calibration.ts';
import { foldsOf } from './folds-of.ts';

/** Sees no difference among those of low risk, and sees too much of one among the others. */
const bent = (truth: number) => (truth < 0 ? -3 + 0.1 * truth : 3 * truth - 3);

const plans = [
  { folds: 1, repeats: 1, rows: 20_000 },
  { folds: 5, repeats: 1, rows: 4000 },
  { folds: 5, repeats: 5, rows: 1400 },
];

test.each(plans)('$folds folds, $repeats times: overconfident scores get a line', (plan) => {
  const { calibration } = chooseCalibration(foldsOf((truth) => 2 * truth, plan));
  expect(calibration.method).toBe('platt');
  if (calibration.method === 'platt') expect(calibration.slope).toBeCloseTo(0.5, 1);
});

test.each(plans)('$folds folds, $repeats times: scores that no line puts right get a curve', (plan) => {
  const folds = foldsOf(bent, plan);
  const { calibration, probabilities } = chooseCalibration(folds);
  expect(calibration.method).toBe('isotonic');
  // Rates spread evenly over 0.05 to 0.95 leave a log-loss of 0.5431 at best, the mean of their entropy.
  const losses = folds.map(({ labels }, index) => logLoss(probabilities[index]!, labels));
  expect(Math.abs(meanOf(losses) - 0.5431)).toBeLessThan(0.02);
});

test.each(plans)('$folds folds, $repeats times: scores that are right are left alone', (plan) => {
  const folds = foldsOf((truth) => truth, plan);
  const { calibration, probabilities } = chooseCalibration(folds);
  expect(calibration).toEqual({ method: 'none' });
  expect(probabilities[0]![7]).toBeCloseTo(1 / (1 + Math.exp(-folds[0]!.logOdds[7]!)), 12);
});

test('the labels of a fold have no part in its own calibration', () => {
  const folds = foldsOf((truth) => 2 * truth);
  const turned = folds.with(2, { ...folds[2]!, labels: folds[2]!.labels.map((label) => 1 - label) });
  const before = chooseCalibration(folds);
  const after = chooseCalibration(turned);
  expect(before.calibration.method).toBe('platt');
  expect(after.calibration.method).toBe('platt');
  expect(after.probabilities[2]).toEqual(before.probabilities[2]);
  expect(after.probabilities[1]).not.toEqual(before.probabilities[1]);
});

test('nor have the labels of one half of a single held-out part', () => {
  const [fold] = foldsOf((truth) => 2 * truth, { folds: 1, rows: 20_000 });
  const spoilt = fold!.labels.map((label, row) => (row % 2 === 0 && row < 1000 ? 1 - label : label));
  const before = chooseCalibration([fold!]).probabilities[0]!;
  const after = chooseCalibration([{ ...fold!, labels: spoilt }]).probabilities[0]!;
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

test('infinite log-odds that are wrong are calibrated, not fatal', () => {
  const folds = foldsOf((truth) => (truth < -2.5 ? -Infinity : truth > 2.5 ? Infinity : truth));
  const { calibration, probabilities } = chooseCalibration(folds);
  expect(calibration.method).not.toBe('none');
  expect(folds.every(({ labels }, index) => logLoss(probabilities[index]!, labels) < 0.6)).toBe(true);
});
