import { expect, test } from 'vitest';
import { calibrated, fitPlatt } from '#core/calibration/platt.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';

function simulated(slope: number, intercept: number): { logOdds: number[]; labels: number[] } {
  const random = seededRandom(11);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const logOdds = Array.from({ length: 20_000 }, () => 6 * uniform() - 3);
  return {
    logOdds,
    labels: logOdds.map((value) => (uniform() < probabilityOf(slope * value + intercept) ? 1 : 0)),
  };
}

test('finds the slope and intercept that bent the scores', () => {
  const { logOdds, labels } = simulated(0.5, -0.8);
  const platt = fitPlatt(logOdds, labels);
  expect(platt?.slope).toBeCloseTo(0.5, 1);
  expect(platt?.intercept).toBeCloseTo(-0.8, 1);
});

test('the mean of the calibrated probabilities is the rate of leaving', () => {
  const { logOdds, labels } = simulated(1.7, 0.4);
  const platt = fitPlatt(logOdds, labels)!;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(logOdds.map((value) => calibrated(value, platt)))).toBeCloseTo(mean(labels), 5);
});

test('gives nothing where the order is wrong', () => {
  const { logOdds, labels } = simulated(-1, 0);
  expect(fitPlatt(logOdds, labels)).toBeUndefined();
});

test('stays finite where the classes are perfectly separated', () => {
  const platt = fitPlatt([-2, -1, 1, 2], [0, 0, 1, 1]);
  expect(Number.isFinite(platt?.slope)).toBe(true);
  expect(platt!.slope).toBeGreaterThan(1);
});
