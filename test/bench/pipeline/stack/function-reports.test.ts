import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callReports, functionUses, useOf } from '../../../../bench/pipeline/stack/function-reports.ts';
import { FunctionLog } from '../../../../localstack/lambda/function-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'function-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

const report = (at: string, duration: string, more: string) =>
  `2026-11-23T06:05:${at}Z [0a1b2c3d] REPORT RequestId: 6f1e\tDuration: ${duration} ms\tMemory Size: 1769 MB${more}\n`;

const log = [
  report('10.000', '600.50', '\tMax Memory Used: 110 MB\tInit Duration: 99.50 ms'),
  '2026-11-23T06:05:10.100Z [0a1b2c3d] {"message":"REPORT RequestId: not one"}\n',
  report('20.000', '100.00', '\tMax Memory Used: 140 MB'),
  report('30.000', '50.00', ''),
].join('');

describe('callReports', () => {
  it('reads the REPORT lines and no others', () => {
    const atMs = Date.parse('2026-11-23T06:05:10.000Z');
    expect(callReports(log)).toEqual([
      { atMs, durationMs: 600.5, initMs: 99.5, memorySizeMb: 1769, peakMemoryMb: 110 },
      { atMs: atMs + 10_000, durationMs: 100, initMs: 0, memorySizeMb: 1769, peakMemoryMb: 140 },
      { atMs: atMs + 20_000, durationMs: 50, initMs: 0, memorySizeMb: 1769, peakMemoryMb: undefined },
    ]);
  });

  it('reads a line as the log writes it', async () => {
    const path = join(folder, 'one.log');
    const written = new FunctionLog(path, () => {});
    await written.write('cafe0123', ['REPORT RequestId: 1\tDuration: 2.00 ms\tMemory Size: 3 MB']);
    expect(callReports(readFileSync(path, 'utf8'))).toMatchObject([{ durationMs: 2, memorySizeMb: 3 }]);
  });
});

describe('useOf', () => {
  it('adds the calls up and takes the highest peak', () => {
    expect(useOf('clean', callReports(log))).toEqual({
      stage: 'clean',
      calls: 3,
      billedSeconds: 0.85,
      memorySizeMb: 1769,
      peakMemoryMb: 140,
    });
  });

  it('does not invent a peak that nobody told, or a stage that was not called', () => {
    expect(useOf('clean', callReports(log).slice(2))).toMatchObject({ peakMemoryMb: null });
    expect(useOf('clean', [])).toBeUndefined();
  });
});

describe('functionUses', () => {
  it('takes the calls since a moment, of the stages that have any', async () => {
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'logs/Stack-Clean1.log'), log);
    const functionNames = new Map([
      ['clean', 'Stack-Clean1'],
      ['score-part', 'Stack-Score1'],
    ]);
    const since = Date.parse('2026-11-23T06:05:15Z');
    expect(await functionUses(folder, { functionNames }, since)).toEqual([
      expect.objectContaining({ stage: 'clean', calls: 2, billedSeconds: 0.15 }),
    ]);
  });
});
