import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrationBins, expectedCalibrationError } from '#core/evaluation/calibration-bins.ts';
import { liftAt, topDecileLift } from '#core/evaluation/lift.ts';
import { brierScore, calibrationInTheLarge, logLoss } from '#core/evaluation/probability-scores.ts';
import { rankByScore } from '#core/evaluation/ranking.ts';
import { rocAuc } from '#core/evaluation/roc-auc.ts';
import { scored } from './scored.ts';

function pairAuc(scores: readonly number[], labels: readonly number[]): number {
  let [wins, pairs] = [0, 0];
  for (const [i, left] of labels.entries()) {
    for (const [j, stayed] of labels.entries()) {
      if (left !== 1 || stayed !== 0) continue;
      pairs++;
      wins += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    }
  }
  return wins / pairs;
}

test('AUC is the share of pairs in the right order', () => {
  fc.assert(
    fc.property(scored, ({ scores, labels }) => {
      expect(rocAuc(rankByScore(scores, labels))).toBeCloseTo(pairAuc(scores, labels), 12);
    }),
  );
});

test('AUC does not change with a monotone transform, and turns about with the sign', () => {
  fc.assert(
    fc.property(scored, ({ scores, labels }) => {
      const auc = rocAuc(rankByScore(scores, labels));
      const cubed = scores.map((score) => (3 * score) ** 3 - 5);
      expect(rocAuc(rankByScore(cubed, labels))).toBe(auc);
      const turned = scores.map((score) => -score);
      expect(rocAuc(rankByScore(turned, labels))).toBeCloseTo(1 - auc, 12);
    }),
  );
});

test('AUC of the example in scikit-learn', () => {
  // Origin: the documentation of sklearn.metrics.roc_auc_score.
  expect(rocAuc(rankByScore([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]))).toBe(0.75);
});

test('AUC is not a number where a class is empty', () => {
  expect(rocAuc(rankByScore([0.1, 0.4], [1, 1]))).toBeNaN();
});

test('log-loss and Brier score of the examples in scikit-learn', () => {
  // Origin: the documentation of sklearn.metrics.log_loss ("spam", "ham") and brier_score_loss.
  expect(logLoss([0.9, 0.1, 0.2, 0.65], [1, 0, 0, 1])).toBeCloseTo(0.21616, 5);
  expect(brierScore([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0])).toBeCloseTo(0.0375, 12);
});

test('calibration in the large is leavers predicted over leavers there were', () => {
  expect(calibrationInTheLarge([0.5, 0.25, 0.75], [1, 0, 0])).toBe(1.5);
});

test('a score that is not a number is refused', () => {
  expect(() => rankByScore([0.1, Number.NaN], [1, 0])).toThrow(
    expect.objectContaining({ code: 'SCORE_NOT_A_NUMBER' }),
  );
});

test('infinite scores are ranked, and rows of an unknown label left out', () => {
  const ranking = rankByScore([Infinity, -Infinity, 0, -Infinity, 7], [1, 0, 0, 1, 255]);
  expect([...ranking.scores]).toEqual([Infinity, 0, -Infinity, -Infinity]);
  expect([...ranking.leaverShare]).toEqual([1, 0, 0.5, 0.5]);
});

test('one certain miss costs much, but not infinitely', () => {
  expect(logLoss([0], [1])).toBeCloseTo(-Math.log(1e-15), 9);
});

test('expected calibration error, worked by hand', () => {
  // Bins of two rows: means 0.15, 0.4, 0.8 and rates 0, 1, 0.5.
  const ranking = rankByScore([0.1, 0.2, 0.3, 0.5, 0.7, 0.9], [0, 0, 1, 1, 1, 0]);
  expect(expectedCalibrationError(ranking, 3)).toBeCloseTo((0.15 + 0.6 + 0.3) / 3, 12);
});

test('calibration bins hold all rows, in order, in equal counts', () => {
  fc.assert(
    fc.property(scored, ({ scores, labels }) => {
      const bins = calibrationBins(rankByScore(scores, labels));
      const rows = bins.map((bin) => bin.rows);
      expect(rows.reduce((sum, count) => sum + count, 0)).toBe(scores.length);
      expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(1);
      const left = bins.reduce((sum, bin) => sum + bin.rows * bin.observed, 0);
      expect(left).toBeCloseTo(
        labels.reduce((sum, label) => sum + label, 0),
        9,
      );
    }),
  );
});

test('lift, worked by hand, and 1 for everybody', () => {
  const scores = Array.from({ length: 20 }, (_, row) => row);
  const labels = scores.map((score) => (score >= 18 || score < 2 ? 1 : 0));
  expect(topDecileLift(rankByScore(scores, labels))).toBeCloseTo(5, 12);
  expect(liftAt(rankByScore(scores, labels), 1)).toBeCloseTo(1, 12);
});

test('no measure depends on the order of the rows, ties included', () => {
  const measures = (scores: readonly number[], labels: readonly number[]) => {
    const ranking = rankByScore(scores, labels);
    return [rocAuc(ranking), topDecileLift(ranking), expectedCalibrationError(ranking)];
  };
  fc.assert(
    fc.property(scored, ({ scores, labels }) => {
      const turned = measures(scores.toReversed(), labels.toReversed());
      for (const [index, value] of measures(scores, labels).entries()) {
        expect(turned[index]).toBeCloseTo(value, 12);
      }
    }),
  );
});
