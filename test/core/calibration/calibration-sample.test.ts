import { expect, test } from 'vitest';
import { calibrationSample } from '#core/calibration/calibration-sample.ts';

const part = (rows: number, first: number) => ({
  logOdds: Float64Array.from({ length: rows }, (_, row) => (first + row) / 1e5),
  labels: Uint8Array.from({ length: rows }, (_, row) => (first + row) % 2),
});

test('few rows are all there, in order, with infinite log-odds held at ±40', () => {
  const spoilt = { logOdds: Float64Array.of(-Infinity, Infinity), labels: Uint8Array.of(1, 0) };
  const { logOdds, labels } = calibrationSample([part(3, 0), spoilt, part(0, 0), part(2, 3)]);
  expect([...logOdds]).toEqual([0, 1e-5, 2e-5, -40, 40, 3e-5, 4e-5]);
  expect([...labels]).toEqual([0, 1, 0, 1, 0, 1, 0]);
});

test('of many rows every so many-th is there, from all parts alike', () => {
  const { logOdds, labels } = calibrationSample([part(170_000, 0), part(80_000, 170_000)]);
  expect(logOdds).toHaveLength(100_000);
  expect(labels).toHaveLength(100_000);
  const places = Array.from(logOdds, (value) => Math.round(value * 1e5));
  expect(places.every((place, i) => place === Math.floor(2.5 * i))).toBe(true);
  expect(places.every((place, i) => labels[i] === place % 2)).toBe(true);
});
