import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../bench/main.ts');

describe('bench reasons', () => {
  it('explains by the model of every candidate, each to the last digit', () => {
    const args = [main, 'reasons', '--rows', '400', '--json'];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      bench: 'reasons',
      rows: 400,
      seed: 1,
      machine: { node: process.version },
    });
    const learners = report.models.map(({ learner }: { learner: string }) => learner);
    expect(learners).toEqual(expect.arrayContaining(['logistic-regression', 'random-forest']));
    for (const model of report.models) {
      expect(model.explainedRows).toBeGreaterThan(390);
      expect(model.largestGap).toBeLessThan(1e-9);
      expect(model.rowsPerSecond).toBeGreaterThan(0);
      expect(model.scoredRowsPerSecond).toBeGreaterThan(0);
      expect(model.documentBytes).toBeGreaterThan(1000);
    }
  });
});
