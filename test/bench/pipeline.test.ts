import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUN_FUNCTIONS } from '../../bench/pipeline/stack/function-reports.ts';

const main = join(import.meta.dirname, '../../bench/main.ts');
const temporary = mkdtempSync(join(tmpdir(), 'bench-pipeline-'));
const env = { ...process.env, TMPDIR: temporary };
afterAll(() => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }));

/** What of ours lies in the temporary folder, beside the samples that later benches use again. */
function leftovers(): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('churn-') && name !== 'churn-bench');
}

describe('bench pipeline', () => {
  let report: Record<string, unknown>;
  let stderr = '';
  beforeAll(() => {
    const args = [main, 'pipeline', '--rows', '2000', '--runs', '1', '--no-peers', '--json'];
    const ended = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    stderr = ended.stderr;
    report = JSON.parse(ended.stdout);
  }, 240_000);

  const positive = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0);
  const stages = ['upload', 'received', 'cleaning', 'building-features', 'training', 'scoring'];

  it('prints the figures of both runs, and nothing else', () => {
    expect(stderr).toBe('');
    expect(report).toMatchObject({ bench: 'pipeline', rows: 2000, seed: 1, startSeconds: positive });
    const rate = { median: positive, fastest: positive };
    expect(report.writing).toEqual({ rows: positive, writers: 1, inRequests: rate, fromFiles: null });
    for (const run of ['withTraining', 'withoutTraining'] as const) {
      expect(report[run]).toMatchObject({
        stages: stages.map((stage) => ({ stage, seconds: expect.any(Number) })),
        totalSeconds: positive,
        scoring: { wholeStage: positive },
        use: {
          lake: { versions: positive, writeRequests: positive, bytes: positive },
          ...{ logBytes: positive, dataApiBytes: positive, redoBytes: positive, tableBytes: positive },
        },
        cost: { runUsd: positive, perMillionUsd: positive },
      });
    }
  });

  it('counts the same customers in MySQL and in one process', () => {
    const { result } = report.batch as { result: { cleanRows: number; rejectedRows: number } };
    expect(result.cleanRows).toBeGreaterThan(1900);
    const counted = { customers: result.cleanRows, rejectedRows: result.rejectedRows };
    expect(report.withTraining).toMatchObject(counted);
    expect(report.withoutTraining).toMatchObject(counted);
    expect(report.batch).toMatchObject({ ours: { medianMs: positive }, pandas: null, ratio: null });
  });

  it('scores the file without labels by the model of the one with them, without training again', () => {
    type Run = { modelVersion: string; functions: { stage: string; billedSeconds: number }[] };
    const [trained, scored] = [report.withTraining as Run, report.withoutTraining as Run];
    expect(scored.modelVersion).toBe(trained.modelVersion);
    const train = ({ functions }: Run) => functions.find(({ stage }) => stage === 'train')!.billedSeconds;
    expect(train(scored)).toBeLessThan(train(trained) / 2);
  });

  it.runIf(process.platform === 'linux')('knows the peak memory of each function', () => {
    const { functions } = report.withTraining as { functions: unknown[] };
    const used = (stage: string) => ({ stage, calls: 1, billedSeconds: positive, peakMemoryMb: positive });
    expect(functions).toMatchObject(RUN_FUNCTIONS.map(used));
  });

  it('leaves nothing behind', () => {
    expect(leftovers()).toEqual([]);
  });
});

describe('bench pipeline, ended early', () => {
  /** Starts it and waits for its local cloud's process. */
  async function started(): Promise<{ readonly bench: ChildProcess; readonly stackPid: number }> {
    const args = [main, 'pipeline', '--rows', '500', '--no-peers', '--json'];
    const bench = spawn(process.execPath, args, { env, stdio: 'ignore' });
    for (;;) {
      const pid = leftovers().map((folder) => pidIn(join(temporary, folder, 'state/runner.pid')))[0];
      if (pid !== undefined) return { bench, stackPid: pid };
      await sleep(50);
    }
  }

  async function endOf(pid: number): Promise<void> {
    for (; isAlive(pid); await sleep(50));
  }

  it('stops the local cloud at Ctrl-C and removes its folder', async () => {
    const { bench, stackPid } = await started();
    bench.kill('SIGINT');
    const [exitCode] = await once(bench, 'exit');
    expect(exitCode).toBe(130);
    expect(isAlive(stackPid)).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  it('leaves no local cloud behind when it is killed', async () => {
    const { bench, stackPid } = await started();
    bench.kill('SIGKILL');
    await endOf(stackPid);
    for (const folder of leftovers()) rmSync(join(temporary, folder), { recursive: true, maxRetries: 5 });
  });
});

describe('bench pipeline, asked for wrongly', () => {
  it.each<[string, string[], RegExp]>([
    ['no rows', [], /--rows must be a whole number of at least 1/],
    ['no runs', ['--rows', '9', '--runs', '0'], /--runs must be a whole number of at least 1/],
    ['an unknown option', ['--rows', '9', '--fast'], /--fast/],
  ])('says what is wrong with %s', (_name, args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [main, 'pipeline', ...args], {
      encoding: 'utf8',
      env,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(leftovers()).toEqual([]);
  });
});

function pidIn(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
