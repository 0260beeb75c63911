import { describe, expect, it } from 'vitest';
import { costOf } from '../../../bench/pipeline/cost.ts';
import { PRICES, type Price } from '../../../bench/pipeline/prices.ts';

const app = {
  database: { maxAcu: 8, secondsUntilPause: 600 },
  trainingTask: { vcpus: 4, memoryGb: 16 },
};
const run = {
  customers: 500_000,
  stages: [
    { stage: 'upload', seconds: 40 },
    { stage: 'training', seconds: 500 },
    { stage: 'scoring', seconds: 90 },
  ],
  functions: [
    { stage: 'clean', calls: 1, billedSeconds: 100, memorySizeMb: 1024, peakMemoryMb: null },
    { stage: 'score-plan', calls: 1, billedSeconds: 0, memorySizeMb: 512, peakMemoryMb: null },
    { stage: 'score-part', calls: 2, billedSeconds: 50, memorySizeMb: 2048, peakMemoryMb: null },
    { stage: 'score-publish', calls: 1, billedSeconds: 0, memorySizeMb: 512, peakMemoryMb: null },
  ],
  use: {
    lake: { versions: 8, writeRequests: 10, bytes: 2e9 },
    taskSeconds: 900,
    logBytes: 1e6,
    dataApiBytes: 32 * 1024 * 1000,
    redoBytes: 4096 * 5000,
    tableBytes: 1e9,
  },
};

describe('costOf', () => {
  // By hand from the list prices: quantity × price.
  const expected: readonly (readonly [part: string, quantity: number, usd: number])[] = [
    ['Lambda, computing', 200, 0.00266668],
    ['Lambda, calls', 5, 0.000001],
    ['Fargate, processors', 1, 0.03238],
    ['Fargate, memory', 4, 0.01424],
    ['Step Functions', 7, 0.000175],
    ['S3, writing', 10, 0.00005],
    ['S3, reading', 40, 0.000016],
    ['Aurora, before scoring', 500 / 7200, 0.0083333333],
    ['Aurora, scoring', 0.2, 0.024],
    ['Aurora, until it sleeps', 1 / 12, 0.01],
    ['Aurora, writing', 5000, 0.001],
    ['Data API', 1000, 0.00035],
    ['CloudWatch, logs', 0.001, 0.0005],
  ];

  it('prices each part, and sums them up', () => {
    const cost = costOf(run, app);
    expect(cost.run.map(({ part }) => part)).toEqual(expected.map(([part]) => part));
    for (const [index, [, quantity, usd]] of expected.entries()) {
      expect(cost.run[index]!.quantity).toBeCloseTo(quantity, 9);
      expect(cost.run[index]!.usd).toBeCloseTo(usd, 9);
    }
    expect(cost.runUsd).toBeCloseTo(0.09371201, 8);
    expect(cost.keeping.map(({ usd }) => usd)).toEqual([0.046, 0.1]);
  });

  it('doubles for a million what half a million cost, save what every run costs alike', () => {
    const { run: lines, perMillionUsd } = costOf(run, app);
    const alike = lines.filter((line) => line.perMillionUsd === line.usd).map(({ part }) => part);
    expect(alike).toEqual(['Lambda, calls', 'Step Functions', 'Aurora, until it sleeps']);
    expect(perMillionUsd).toBeCloseTo(2 * (0.09371201 - 0.010176) + 0.010176, 5);
  });
});

describe('PRICES', () => {
  it.each(Object.entries<Price>(PRICES))('says of %s where it is stated', (_name, price) => {
    expect(price.usd).toBeGreaterThan(0);
    expect(price.source).toMatch(/^https:\/\/aws\.amazon\.com\//);
    expect(price.checked).toMatch(/20\d\d/);
  });
});
