import { expect, test } from 'vitest';
import { logOddsOf, probabilityOf } from '#core/learners/log-odds.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { chooseCalibration } from '#core/training/choose-calibration.ts';
import { chooseCandidate } from '#core/training/choose-candidate.ts';
import type { FoldPredictions } from '#core/training/cross-validation.ts';
import { repeatsFor } from '#core/training/cross-validation.ts';

/** How hard each fold is, the same for every candidate. */
const difficulty = [-0.02, -0.01, 0, 0.01, 0.02];
const onFolds = (mean: number, luck = [0, 0, 0, 0, 0]) =>
  difficulty.map((offset, fold) => mean + offset + luck[fold]!);

test('a simpler candidate is taken within one standard error of the difference, and not beyond it', () => {
  // Differences of 0.006 ± (0.02, −0.01, 0, 0.01, −0.02): their standard error is 0.0158 ÷ √5 = 0.00707.
  const luck = [0.02, -0.01, 0, 0.01, -0.02];
  const near = chooseCandidate([
    { name: 'simple', foldAucs: onFolds(0.844, luck) },
    { name: 'complex', foldAucs: onFolds(0.85) },
  ]);
  expect(near.candidate.name).toBe('simple');
  expect(near.reason).toContain('complex');
  const far = chooseCandidate([
    { name: 'simple', foldAucs: onFolds(0.842, luck) },
    { name: 'complex', foldAucs: onFolds(0.85) },
  ]);
  expect(far.candidate.name).toBe('complex');
  const best = chooseCandidate([
    { name: 'simple', foldAucs: onFolds(0.86, luck) },
    { name: 'complex', foldAucs: onFolds(0.85) },
  ]);
  expect(best.candidate.name).toBe('simple');
});

test('how much folds differ from one another does not hide a difference that is there in every fold', () => {
  const choice = chooseCandidate([
    { name: 'simple', foldAucs: onFolds(0.848) },
    { name: 'complex', foldAucs: onFolds(0.85) },
  ]);
  expect(choice.candidate.name).toBe('complex');
});

/** Predictions of a model whose log-odds are `stretch` times what they should be. */
function foldsOf(stretch: number): FoldPredictions[] {
  const random = seededRandom(17);
  const uniform = () => random.nextUint32() / 2 ** 32;
  return Array.from({ length: 5 }, () => {
    const truth = Float64Array.from({ length: 1000 }, () => logOddsOf(0.05 + 0.9 * uniform()));
    return {
      repeat: 0,
      logOdds: truth.map((value) => stretch * value),
      labels: Uint8Array.from(truth, (value) => (uniform() < probabilityOf(value) ? 1 : 0)),
      rocAuc: 0.5,
    };
  });
}

test('overconfident scores are calibrated, right ones are left alone', () => {
  const bent = chooseCalibration(foldsOf(2));
  expect(bent.method).toBe('platt');
  expect(bent.calibration.slope).toBeCloseTo(0.5, 1);
  expect(chooseCalibration(foldsOf(1))).toMatchObject({
    method: 'none',
    calibration: { slope: 1, intercept: 0 },
  });
});

test('few rows are cross-validated often, many once', () => {
  expect(repeatsFor(100, 22)).toBe(10);
  expect(repeatsFor(7043, 22)).toBe(5);
  expect(repeatsFor(100_000, 22)).toBe(1);
});
