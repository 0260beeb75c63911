import { expect, test } from 'vitest';
import { aucLead, crossValidatedAucInterval } from '#core/evaluation/cross-validated-auc.ts';
import { placementsOf } from '#core/evaluation/delong.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';

/** Predictions of `rows` customers a fold, a third of whom leave and score higher by `shift` of a uniform's width. */
function foldsOf(count: number, rows: number, shift: number, seed: number) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const labels = Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 1 : 0));
    const scores = labels.map((label) => random.nextUint32() / 2 ** 32 + shift * label);
    return { scores, labels };
  });
}

const inRepeat = (repeat: number, folds: ReturnType<typeof foldsOf>) =>
  folds.map(({ scores, labels }) => ({ repeat, ...placementsOf(scores, labels) }));

test('the interval holds the true AUC in about 95 of 100 samples', () => {
  // Two uniforms of width 1, shifted by s: the upper one is the higher with chance 1 − (1 − s)² ÷ 2.
  const truth = 1 - 0.6 ** 2 / 2;
  let held = 0;
  for (let sample = 0; sample < 600; sample++) {
    const { lower, upper } = crossValidatedAucInterval(inRepeat(0, foldsOf(5, 60, 0.4, sample)));
    if (lower <= truth && truth <= upper) held++;
  }
  expect(held / 600).toBeGreaterThan(0.925);
  expect(held / 600).toBeLessThan(0.975);
});

test('judging the same customers again does not narrow the interval', () => {
  const folds = foldsOf(5, 60, 0.4, 1);
  const once = crossValidatedAucInterval(inRepeat(0, folds));
  const fiveTimes = crossValidatedAucInterval([0, 1, 2, 3, 4].flatMap((repeat) => inRepeat(repeat, folds)));
  expect(fiveTimes.mean).toBeCloseTo(once.mean, 12);
  expect(fiveTimes.lower).toBeCloseTo(once.lower, 12);
  expect(fiveTimes.upper).toBeCloseTo(once.upper, 12);
});

test('four times the customers halve it', () => {
  const width = (folds: ReturnType<typeof foldsOf>) => {
    const { lower, upper } = crossValidatedAucInterval(inRepeat(0, folds));
    return upper - lower;
  };
  expect(width(foldsOf(5, 1200, 0.4, 2)) / width(foldsOf(5, 300, 0.4, 3))).toBeCloseTo(0.5, 1);
});

test('the lead of one model over another is known better than either AUC, as they rank the same customers', () => {
  const folds = foldsOf(1, 600, 0.4, 4);
  const random = seededRandom(5);
  const noisier = folds.map(({ scores, labels }) => ({
    scores: scores.map((score) => score + (0.1 * random.nextUint32()) / 2 ** 32),
    labels,
  }));
  const { lead, standardError } = aucLead(inRepeat(0, folds), inRepeat(0, noisier));
  const { mean, upper } = crossValidatedAucInterval(inRepeat(0, folds));
  expect(lead).toBeCloseTo(mean - crossValidatedAucInterval(inRepeat(0, noisier)).mean, 12);
  expect(standardError).toBeLessThan((upper - mean) / 1.96 / 4);
  expect(standardError).toBeGreaterThan(0);
  expect(aucLead(inRepeat(0, folds), inRepeat(0, folds))).toEqual({ lead: 0, standardError: 0 });
});
