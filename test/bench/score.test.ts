import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import { churnModelOnnx } from '#core/onnx/churn-model.ts';
import { generateCustomers } from '#core/sample/generate-customers.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { scoreFile } from '../../bench/score/score-file.ts';
import { generatedTable } from '../core/learners/generated-table.ts';

const bench = join(import.meta.dirname, '../../bench/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'score-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('bench score', () => {
  it('scores every usable row, far better than by chance', () => {
    const printed = execFileSync(
      process.execPath,
      [bench, 'score', '--rows', '4000', '--runs', '2', '--json'],
      {
        encoding: 'utf8',
      },
    );
    const report = JSON.parse(printed);
    expect(report).toMatchObject({ bench: 'score', rows: 4000, model: 'depth1', threads: 2 });
    expect(report.runs.length).toBe(2);
    for (const { scoredRows, rejectedRows, rocAuc, wallMs, peakRssMb } of report.runs) {
      expect(scoredRows + rejectedRows).toBeGreaterThanOrEqual(4000);
      expect(rejectedRows).toBeLessThan(40);
      expect(rocAuc).toBeGreaterThan(0.8);
      expect(Math.min(wallMs, peakRssMb)).toBeGreaterThan(0);
    }
  });

  it.each([
    ['no rows', [], /--rows must be a whole number/],
    ['an unknown model', ['--rows', '10', '--model', 'depth9'], /--model knows depth1, depth3, not "depth9"/],
  ])('says what is wrong with %s', (_name, options, message) => {
    const { status, stderr } = spawnSync(process.execPath, [bench, 'score', ...options], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});

describe('scoreFile', () => {
  it('gives the same for any number of threads', async () => {
    const [file, onnx] = [join(folder, 'raw.csv'), join(folder, 'model.onnx')];
    const parts = [...generateCustomers({ rows: 3000, seed: 4 })];
    writeFileSync(file, Buffer.concat(parts.map(({ customers }) => customers)));
    const table = generatedTable(telcoSchema, 300, 1);
    const model = logisticRegression().fit(
      table,
      Uint32Array.from({ length: 300 }, (_, row) => row),
      1,
    );
    writeFileSync(onnx, churnModelOnnx(model, NO_CALIBRATION, telcoSchema));
    const alone = await scoreFile(file, onnx, 1);
    expect(alone.probabilities.length).toBeGreaterThan(2900);
    expect(new Set(alone.probabilities).size).toBeGreaterThan(100);
    expect(await scoreFile(file, onnx, 3)).toEqual(alone);
  });
});
