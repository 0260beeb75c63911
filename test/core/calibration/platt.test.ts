import { expect, test } from 'vitest';
import { calibrated } from '#core/calibration/calibration.ts';
import { fitPlatt } from '#core/calibration/platt.ts';
import { simulated } from './simulated.ts';

test('finds the slope and intercept that bent the scores', () => {
  const platt = fitPlatt(simulated(20_000, (value) => 0.5 * value - 0.8));
  expect(platt?.slope).toBeCloseTo(0.5, 1);
  expect(platt?.intercept).toBeCloseTo(-0.8, 1);
});

test('the mean of the calibrated probabilities is the rate of leaving', () => {
  const data = simulated(20_000, (value) => 1.7 * value + 0.4);
  const platt = fitPlatt(data)!;
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(data.logOdds.map((value) => calibrated(value, platt)))).toBeCloseTo(mean(data.labels), 5);
});

test('gives nothing where the order is wrong', () => {
  expect(fitPlatt(simulated(20_000, (value) => -value))).toBeUndefined();
});

test('stays finite where the classes are perfectly separated', () => {
  const platt = fitPlatt({ logOdds: Float64Array.of(-2, -1, 1, 2), labels: Uint8Array.of(0, 0, 1, 1) });
  expect(Number.isFinite(platt?.slope)).toBe(true);
  expect(platt!.slope).toBeGreaterThan(1);
});
