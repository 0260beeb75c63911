import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleCsv } from '../support/sample-csv.ts';

function bench(...args: string[]) {
  const main = join(import.meta.dirname, '../../bench/main.ts');
  return spawnSync(process.execPath, [main, 'profit', ...args], { encoding: 'utf8' });
}

describe('bench profit', () => {
  it('prints one JSON object with every policy in it', () => {
    const { stdout, stderr, status } = bench('--rows', '400', '--json');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ bench: 'profit', source: { rows: 400 }, seed: 1, currency: 'USD' });
    expect(report.averageClv).toBeGreaterThan(0);
    expect(report.bestThreshold.profit).toBeGreaterThanOrEqual(report.fixedThreshold.profit);
    expect(report.bestThreshold.profit).toBeGreaterThanOrEqual(report.everybody.profit);
    expect(report.fixedThreshold.threshold).toBe(0.7);
    expect(report.everybody.share).toBe(1);
    expect(report.rule.share).toBeLessThanOrEqual(1);
  });

  it('reads a file and prints a table for people', () => {
    const folder = mkdtempSync(join(tmpdir(), 'churn-profit-'));
    const file = join(folder, 'customers.csv');
    writeFileSync(file, sampleCsv(300, 3));
    const { stdout, status } = bench('--file', file);
    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^each by their own worth +\d+\.\d % +\d+\.\d{2} +100\.0 %$/m);
    expect(stdout).toMatch(/^above 0\.\d{3}, the best threshold /m);
    expect(stdout).toMatch(/^above 0\.7, fixed /m);
  });

  it.each<[string, string[], RegExp]>([
    ['neither rows nor a file', [], /Give either --rows or --file/],
    ['both', ['--rows', '9', '--file', 'a.csv'], /Give either --rows or --file/],
    ['a file that is not there', ['--file', 'no/such.csv'], /ENOENT/],
  ])('says what is wrong with %s', (_name, args, message) => {
    const { status, stderr, stdout } = bench(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });
});
