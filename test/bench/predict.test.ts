import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../bench/main.ts');
const temporary = mkdtempSync(join(tmpdir(), 'bench-predict-'));
const env = { ...process.env, TMPDIR: temporary };
afterAll(() => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }));

const bench = (...args: string[]) =>
  spawnSync(process.execPath, [main, 'predict', ...args], { encoding: 'utf8', env });

describe('bench predict', () => {
  let ended: ReturnType<typeof bench>;
  let report: Record<string, unknown>;
  beforeAll(() => {
    ended = bench('--seconds', '1', '--rows', '800', '--runs', '1', '--no-learners', '--json');
    report = JSON.parse(ended.stdout);
  }, 240_000);

  const positive = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0);
  const spread = { count: positive, p50: positive, p95: positive, p99: positive, max: positive };

  it('answers every request of the load rightly', () => {
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    const result = { requestsPerSecond: positive, latency: spread, errors: 0, answerBytes: positive };
    const load = { connections: 32, seconds: 1, deployedLimitPerSecond: 300 };
    expect(report.load).toMatchObject({ ...load, atFullSpeed: result, atFixedRate: result, echo: result });
    const { atFullSpeed, echo } = report.load as Record<string, { answerBytes: number }>;
    expect(echo?.answerBytes).toBe(atFullSpeed?.answerBytes);
  });

  it('measures the handler by the sample’s champion, for one customer and for a thousand', () => {
    expect(report).toMatchObject({ bench: 'predict', rows: 800, seed: 1 });
    const reasonsMs = { one: positive, thousand: positive };
    expect(report.handler).toEqual([
      expect.objectContaining({ one: spread, thousand: spread, trees: expect.any(Number), reasonsMs }),
    ]);
  });

  it('takes a cold start apart, and keeps to the sizes that are allowed', () => {
    const parts = ['runtimeLoadMs', 'importMs', 'modelDownloadMs', 'sessionMs', 'firstAnswerMs', 'totalMs'];
    const { median, bundleBytes, layerBytes } = report.coldStart as {
      readonly median: Record<string, number>;
      readonly bundleBytes: number;
      readonly layerBytes: number;
    };
    expect(median).toEqual(Object.fromEntries(parts.map((part) => [part, positive])));
    const { runtimeLoadMs = 0, importMs = 0, firstAnswerMs = 0, totalMs } = median;
    expect(totalMs).toBeCloseTo(runtimeLoadMs + importMs + firstAnswerMs, 6);
    expect(bundleBytes).toBeLessThan(1.5e6);
    expect(layerBytes).toBeLessThan(50e6);
  });

  it('leaves nothing behind', () => {
    const left = readdirSync(temporary).filter((name) => name.startsWith('churn-') && name !== 'churn-bench');
    expect(left).toEqual([]);
  });
});

describe('bench predict, asked for wrongly', () => {
  it.each<[string, string[], RegExp]>([
    ['no time', ['--seconds', '0'], /--seconds must be a whole number of at least 1/],
    ['too few customers', ['--rows', '20'], /--rows must be a whole number of at least 500/],
    ['an unknown option', ['--fast'], /--fast/],
  ])('says what is wrong with %s', (_name, args, message) => {
    const { status, stderr } = bench(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});
