import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasTelco, telcoFile } from '../support/telco.ts';

function bench(...args: string[]) {
  const main = join(import.meta.dirname, '../../bench/main.ts');
  return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
}

const runs = { median: expect.any(Number), fastest: expect.any(Number), runs: [expect.any(Number)] };
const oursBy = (threads: number) => ({ threads, fitMs: runs, rocAuc: expect.any(Number) });

describe('bench train', () => {
  it('prints one JSON object with everything in it', () => {
    const { stdout, stderr, status } = bench('train', '--rows', '300', '--runs', '1', '--no-peers', '--json');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      bench: 'train',
      machine: { node: process.version, cores: expect.any(Number), loadBefore: expect.any(Number) },
      source: { rows: 300 },
      seed: 1,
      runs: 1,
      threads: 2,
      peers: null,
      featuresMs: expect.any(Number),
    });
    const on = (table: string, learner: string) => expect.objectContaining({ table, learner });
    expect(report.fits).toEqual([
      on('customers', 'logistic-regression'),
      on('customers', 'random-forest'),
      on('customers', 'gradient-boosting-depth-3'),
      on('wide', 'gradient-boosting-depth-3'),
      on('cardinality', 'gradient-boosting-depth-3'),
      on('cardinality', 'logistic-regression'),
    ]);
    for (const { ours: found, peers, parameters } of report.fits) {
      expect(found).toEqual([oursBy(1), oursBy(2)]);
      expect(found[1].rocAuc).toBe(found[0].rocAuc);
      expect(peers).toEqual([]);
      expect(parameters).not.toEqual({});
    }
    expect(report.fits[3]).toMatchObject({ columns: 200, trainRows: 240, testRows: 60 });
    expect(report.fits[3].ceilingAuc).toBeGreaterThan(0.7);
    const { stage } = report;
    expect(stage.peakRssMb).toBeGreaterThanOrEqual(stage.rssBeforeMb);
    expect(stage).toMatchObject({ memoryMib: 16_384, isSampled: false, plannedMib: expect.any(Number) });
    expect(stage.plannedMib).toBeGreaterThan(stage.rssBeforeMb);
    expect(Object.keys(stage.rocAuc)).toContain(stage.chosen);
    for (const { mean, lower, upper } of Object.values<Record<string, number>>(stage.rocAuc)) {
      expect(lower).toBeLessThan(mean!);
      expect(mean).toBeLessThan(upper!);
    }
    expect(stage.predictedOverObserved).toBeGreaterThan(0.8);
    expect(stage.predictedOverObserved).toBeLessThan(1.25);
    expect(stage.onnxBytes).toBeGreaterThan(1000);
  });

  it('prints a table for people, of the wanted fits only', () => {
    const { stdout, status } = bench('train', '--rows', '300', '--runs', '1', '--only', 'lr', '--no-peers');
    expect(status).toBe(0);
    expect(stdout).toContain('logistic-regression on customers: 2');
    expect(stdout).toMatch(/^ours +2 +[\d.]+ m?s +[\d.]+ m?s +in it +0\.\d{4}$/m);
    expect(stdout).not.toContain('forest');
    expect(stdout).not.toContain('train stage');
  });

  it.skipIf(!hasTelco)('reads a file, and parts it alike for the same seed', () => {
    const args = ['train', '--file', telcoFile, '--only', 'lr', '--runs', '1', '--no-peers', '--json'];
    const [first, second] = [bench(...args), bench(...args)].map(({ stdout }) => JSON.parse(stdout).fits[0]);
    expect(first).toMatchObject({ trainRows: 5634, testRows: 1409 });
    expect(first.ours[0].rocAuc).toBeGreaterThan(0.82);
    expect(second.ours[0].rocAuc).toBe(first.ours[0].rocAuc);
  });

  it.each<[string, string[], RegExp]>([
    ['no bench', [], /There is no bench ""/],
    ['an unknown bench', ['fly'], /There is no bench "fly"/],
    ['neither rows nor a file', ['train'], /Give either --rows or --file/],
    ['both rows and a file', ['train', '--rows', '9', '--file', 'a.csv'], /Give either --rows or --file/],
    ['rows that are no number', ['train', '--rows', 'ten'], /--rows must be a whole number of at least 1/],
    ['no runs', ['train', '--rows', '300', '--runs', '0'], /--runs must be a whole number of at least 1/],
    ['no threads', ['train', '--rows', '300', '--threads', '0'], /--threads must be a whole number/],
    ['an unknown part', ['train', '--rows', '300', '--only', 'lr,svm'], /--only knows lr, .*, not "svm"/],
    ['an unknown option', ['train', '--row', '300'], /--row/],
    ['a file that is not there', ['train', '--file', 'no/such.csv', '--only', 'lr'], /ENOENT/],
    [
      'too few rows',
      ['train', '--rows', '20', '--only', 'lr', '--no-peers'],
      /at least 50 labelled customers/,
    ],
    ['rows missing for export', ['export'], /--rows must be a whole number of at least 1/],
  ])('says what is wrong with %s', (_name, args, message) => {
    const { status, stderr, stdout } = bench(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('usage: npm run bench -- <bench>');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
  });
});
