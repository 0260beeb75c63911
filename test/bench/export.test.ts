import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../bench/main.ts');

describe('bench export', () => {
  it('writes and runs the model of every candidate, each true to its predictor', () => {
    const args = [main, 'export', '--rows', '400', '--json'];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ bench: 'export', rows: 400, seed: 1, machine: { node: process.version } });
    const learners = report.models.map(({ learner }: { learner: string }) => learner);
    expect(learners).toEqual(expect.arrayContaining(['logistic-regression', 'random-forest']));
    for (const model of report.models) {
      expect(model.rows).toBeGreaterThan(390);
      expect(model.onnxBytes).toBeGreaterThan(1000);
      expect(model.maxDifference).toBeLessThan(1e-5);
      expect(model.rowsPerSecond).toBeGreaterThan(0);
      expect(model.writeMs).toBeGreaterThan(0);
      expect(model.loadMs).toBeGreaterThan(0);
    }
  });
});
