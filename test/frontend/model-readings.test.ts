import { describe, expect, test } from 'vitest';
import type { Point } from '../../frontend/src/charts/line-chart.tsx';
import { amountAxis, shareAxisTo, timesAxis } from '../../frontend/src/screens/model/curve-axes.ts';
import {
  type CurveReading,
  readCalibration,
  readLift,
  readPrecisionRecall,
  readProfit,
  readRoc,
  TOO_FEW_POINTS,
} from '../../frontend/src/screens/model/curve-readings.ts';

describe('what a curve says', () => {
  test('ROC: read between the points at 80% found', () => {
    const { takeaway, mark } = readRoc([
      [0, 0],
      [0.1, 0.6],
      [0.3, 1],
      [1, 1],
    ]);
    expect(takeaway).toBe(
      'To find 80% of those who leave, 20.0% of those who stay are flagged too; in random order it would be 80%.',
    );
    expect(mark?.at[0]).toBeCloseTo(0.2, 12);
  });

  test('precision and recall: the first point with half of the leavers', () => {
    const { takeaway, mark } = readPrecisionRecall(
      [
        [0.2, 0.9],
        [0.502, 0.664],
        [1, 0.265],
      ],
      0.265,
    );
    expect(takeaway).toBe(
      'When 50% of the leavers are found, 66.4% of those flagged do leave; in random order it would be 26.5%.',
    );
    expect(mark?.at).toEqual([0.502, 0.664]);
  });

  test('calibration: the mean distance and the widest one, on either side', () => {
    const { takeaway, mark } = readCalibration([
      [0.1, 0.11],
      [0.5, 0.46],
      [0.8, 0.81],
    ]);
    expect(takeaway).toBe(
      'Predicted and observed rates are 2.0 points apart on average, most where 50.0% were predicted to leave and 46.0% left.',
    );
    expect(mark?.at).toEqual([0.5, 0.46]);
  });

  test('calibration of a single bin', () => {
    expect(readCalibration([[0.2, 0.25]]).takeaway).toBe('Where 20.0% were predicted to leave, 25.0% left.');
  });

  test('lift: the point nearest to a tenth', () => {
    const { takeaway, mark } = readLift([
      [0.05, 3.1],
      [0.1, 2.84],
      [1, 1],
    ]);
    expect(takeaway).toBe('Of the 10% with the highest scores, 2.8 times as many leave as of all customers.');
    expect(mark?.at).toEqual([0.1, 2.84]);
  });
});

describe('what the profit curve says', () => {
  const points: readonly Point[] = [
    [0, 0],
    [0.5, 12],
    [1, -3.5],
  ];

  test('the optimum, which may lie between the points', () => {
    const { takeaway, mark } = readProfit(points, { share: 0.412, profit: 12.6 }, 'USD');
    expect(takeaway).toBe(
      'Contacting the 41.2% with the highest scores pays best: $12.60 per customer of the base, against -$3.50 for everybody.',
    );
    expect(mark).toEqual({ at: [0.412, 12.6], name: 'Best: 41.2% contacted' });
  });

  test('the best point where no optimum is known', () => {
    expect(readProfit(points, undefined, 'EUR').takeaway).toContain(
      'the 50.0% with the highest scores pays best: €12.00',
    );
  });

  test('everybody, where that pays best', () => {
    expect(readProfit([points[0]!, [1, 4]], undefined, 'USD').takeaway).toBe(
      'It pays best to contact everybody: $4.00 per customer of the base.',
    );
  });

  test('nobody, where every contact costs more than it brings', () => {
    const { takeaway, mark } = readProfit([points[0]!, [1, -4]], { share: 0, profit: 0 }, 'USD');
    expect(takeaway).toBe('Contacting anybody would cost more than it brings.');
    expect(mark).toBeUndefined();
  });
});

test.each<[string, CurveReading]>([
  ['no ROC', readRoc([])],
  ['a ROC of one point', readRoc([[0, 0]])],
  ['no precision', readPrecisionRecall([], 0.3)],
  ['precision of one point', readPrecisionRecall([[1, 0.3]], 0.3)],
  ['no calibration', readCalibration([])],
  ['lift of one point', readLift([[1, 1]])],
  ['profit of one point', readProfit([[0, 0]], undefined, 'USD')],
])('%s: nothing is read off it', (_name, reading) => {
  expect(reading).toEqual(TOO_FEW_POINTS);
});

describe('axes', () => {
  test('shares end at a round one, and at 100% at the latest', () => {
    expect(shareAxisTo('Left', 0.62).ticks.at(-1)).toBe(0.8);
    expect(shareAxisTo('Left', 0.97).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(shareAxisTo('Left', 0.004).ticks).toEqual([0, 0.01]);
  });

  test('times are written short at the axis and in full at a point', () => {
    const axis = timesAxis('Lift', [[0.1, 2.844]]);
    expect(axis.ticks.map(axis.round)).toEqual(['0×', '1×', '2×', '3×']);
    expect(axis.exact(2.844)).toBe('2.84×');
  });

  test('amounts go below 0 where a campaign loses, and have cents where they must', () => {
    const wide = amountAxis(
      'Profit',
      [
        [0, -8],
        [1, 14],
      ],
      'USD',
    );
    expect(wide.ticks.map(wide.round)).toEqual(['-$10', '-$5', '$0', '$5', '$10', '$15']);
    const narrow = amountAxis(
      'Profit',
      [
        [0, 0],
        [1, 0.31],
      ],
      'USD',
    );
    expect(narrow.ticks.map(narrow.round)).toEqual(['$0.00', '$0.10', '$0.20', '$0.30', '$0.40']);
  });
});
