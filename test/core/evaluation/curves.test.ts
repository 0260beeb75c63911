import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrationCurve, liftCurve, rocCurve } from '#core/evaluation/curves.ts';
import { rankByScore } from '#core/evaluation/ranking.ts';
import { rocAuc } from '#core/evaluation/roc-auc.ts';

const ranking = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 1 })), {
    minLength: 2,
    maxLength: 400,
  })
  .filter((rows) => new Set(rows.map(([, label]) => label)).size === 2)
  .map((rows) =>
    rankByScore(
      rows.map(([score]) => score / 30),
      rows.map(([, label]) => label),
    ),
  );

test('the ROC curve climbs from (0, 0) to (1, 1) and its area is the AUC when no point is left out', () => {
  fc.assert(
    fc.property(ranking, (ranked) => {
      const points = rocCurve(ranked, 10_000);
      expect(points[0]).toEqual([0, 0]);
      expect(points.at(-1)![0]).toBeCloseTo(1, 12);
      expect(points.at(-1)![1]).toBeCloseTo(1, 12);
      let area = 0;
      for (let i = 1; i < points.length; i++) {
        const [[x0, y0], [x1, y1]] = [points[i - 1]!, points[i]!];
        expect(x1).toBeGreaterThanOrEqual(x0);
        expect(y1).toBeGreaterThanOrEqual(y0);
        area += ((x1 - x0) * (y0 + y1)) / 2;
      }
      expect(area).toBeCloseTo(rocAuc(ranked), 9);
    }),
  );
});

test('curves of many rows have a bounded number of points and still end at (1, 1)', () => {
  const scores = Array.from({ length: 5000 }, (_, row) => row);
  const ranked = rankByScore(
    scores,
    scores.map((score) => score % 2),
  );
  const roc = rocCurve(ranked);
  expect(roc.length).toBeGreaterThan(90);
  expect(roc.length).toBeLessThanOrEqual(101);
  expect(roc.at(-1)).toEqual([1, 1]);
  expect(calibrationCurve(ranked)).toHaveLength(10);
  expect(liftCurve(ranked)).toHaveLength(20);
  expect(liftCurve(ranked).at(-1)).toEqual([1, 1]);
});
