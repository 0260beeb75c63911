import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  aucOf,
  deLongVariance,
  placementsDifference,
  placementsOf,
  rocAucInterval,
} from '#core/evaluation/delong.ts';
import { rankByScore } from '#core/evaluation/ranking.ts';
import { rocAuc } from '#core/evaluation/roc-auc.ts';
import { scored } from './scored.ts';

/** DeLong's structural components by their definition: the mean of ψ over all pairs that a row is in. */
function components(scores: readonly number[], labels: readonly number[]) {
  const psi = (left: number, stayed: number) => (left > stayed ? 1 : left === stayed ? 0.5 : 0);
  const left = scores.filter((_, row) => labels[row] === 1);
  const stayed = scores.filter((_, row) => labels[row] === 0);
  return {
    leavers: left.map((score) => meanOf(stayed.map((other) => psi(score, other)))),
    stayers: stayed.map((score) => meanOf(left.map((other) => psi(other, score)))),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  return a.reduce((sum, value, i) => sum + (value - meanA) * (b[i]! - meanB), 0) / (a.length - 1);
}

const withTwoOfEach = scored.filter(({ labels }) => {
  const leavers = labels.filter((label) => label === 1).length;
  return leavers >= 2 && labels.length - leavers >= 2;
});

test('the interval of the CT images of Hanley and McNeil', () => {
  // Origin: ratings 1 to 5 of 58 normal and 51 abnormal images, Hanley and McNeil (1982), table I. Stata's manual
  // (roctab, [R] roc) prints for them by DeLong's method: area 0.8932, standard error 0.0307, 0.83295 to 0.95339.
  const normal = [33, 6, 6, 11, 2];
  const abnormal = [3, 2, 2, 11, 33];
  const rated = (counts: readonly number[]) =>
    counts.flatMap((count, rating) => new Array<number>(count).fill(rating + 1));
  const scores = [...rated(normal), ...rated(abnormal)];
  const labels = scores.map((_, row) => (row < 58 ? 0 : 1));
  const { mean, lower, upper } = rocAucInterval(scores, labels);
  expect(mean).toBeCloseTo(0.8932, 4);
  expect(Math.sqrt(deLongVariance(placementsOf(scores, labels)))).toBeCloseTo(0.0307, 4);
  expect(lower).toBeCloseTo(0.83295, 4);
  expect(upper).toBeCloseTo(0.95339, 4);
});

test('placements are DeLong’s structural components, and their mean is the AUC', () => {
  fc.assert(
    fc.property(withTwoOfEach, ({ scores, labels }) => {
      const placements = placementsOf(scores, labels);
      const wanted = components(scores, labels);
      for (const side of ['leavers', 'stayers'] as const) {
        expect(placements[side]).toHaveLength(wanted[side].length);
        for (const [i, value] of wanted[side].entries()) expect(placements[side][i]).toBeCloseTo(value, 12);
      }
      expect(aucOf(placements)).toBeCloseTo(rocAuc(rankByScore(scores, labels)), 12);
      const variance =
        covariance(wanted.leavers, wanted.leavers) / wanted.leavers.length +
        covariance(wanted.stayers, wanted.stayers) / wanted.stayers.length;
      expect(deLongVariance(placements)).toBeCloseTo(variance, 12);
    }),
  );
});

test('the variance of a difference is by the covariance of two correlated ROC curves', () => {
  fc.assert(
    fc.property(
      withTwoOfEach,
      fc.infiniteStream(fc.integer({ min: 0, max: 6 })),
      ({ scores, labels }, more) => {
        const other = scores.map((score) => score + (more.next().value as number) / 6);
        const [a, b] = [components(scores, labels), components(other, labels)];
        const sum = (x: typeof a, y: typeof a) =>
          covariance(x.leavers, y.leavers) / x.leavers.length +
          covariance(x.stayers, y.stayers) / x.stayers.length;
        const difference = placementsDifference(placementsOf(scores, labels), placementsOf(other, labels));
        expect(deLongVariance(difference)).toBeCloseTo(sum(a, a) + sum(b, b) - 2 * sum(a, b), 12);
        expect(aucOf(difference)).toBeCloseTo(meanOf(a.leavers) - meanOf(b.leavers), 12);
      },
    ),
  );
});

test('one leaver leaves the AUC wide open, and the interval stays within [0, 1]', () => {
  const { lower, upper } = rocAucInterval([0.9, 0.5, 0.4, 0.3], [1, 0, 0, 0]);
  expect(upper).toBe(1);
  expect(lower).toBeLessThan(0.1);
  expect(lower).toBeGreaterThanOrEqual(0);
});
