import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrecision, precisionRecallCurve } from '#core/evaluation/precision-recall.ts';
import { rankByScore } from '#core/evaluation/ranking.ts';
import { scored } from './scored.ts';

test('average precision of the example in scikit-learn', () => {
  // Origin: the documentation of sklearn.metrics.average_precision_score, which prints 0.83.
  expect(averagePrecision(rankByScore([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]))).toBeCloseTo(5 / 6, 12);
});

test('average precision and the curve follow from their definition, a tie being one threshold', () => {
  fc.assert(
    fc.property(scored, ({ scores, labels }) => {
      const ranking = rankByScore(scores, labels);
      const leavers = labels.filter((label) => label === 1).length;
      const wanted = [...new Set(scores)]
        .sort((a, b) => b - a)
        .map((threshold) => {
          const flagged = labels.filter((_, row) => scores[row]! >= threshold);
          const hits = flagged.filter((label) => label === 1).length;
          return { recall: hits / leavers, precision: hits / flagged.length };
        });
      const area = wanted.reduce(
        (sum, { recall, precision }, i) => sum + (recall - (wanted[i - 1]?.recall ?? 0)) * precision,
        0,
      );
      expect(averagePrecision(ranking)).toBeCloseTo(area, 12);
      const curve = precisionRecallCurve(ranking);
      expect(curve.at(-1)).toEqual([1, leavers / labels.length]);
      for (const [recall, precision] of curve) {
        expect(wanted).toContainEqual({ recall, precision });
      }
    }),
  );
});

test('the curve of many rows has a bounded number of points', () => {
  const scores = Array.from({ length: 5000 }, (_, row) => row);
  const curve = precisionRecallCurve(
    rankByScore(
      scores,
      scores.map((score) => score % 2),
    ),
  );
  expect(curve.length).toBeGreaterThan(90);
  expect(curve.length).toBeLessThanOrEqual(101);
  expect(curve.at(-1)).toEqual([1, 0.5]);
});
