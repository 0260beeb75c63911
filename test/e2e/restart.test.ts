import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kpisSchema } from '#core/api/contract.ts';
import { runStatusSchema } from '#core/lake/run-status.ts';
import { LocalStack } from '../support/local-stack.ts';
import { sampleCsv } from '../support/sample-csv.ts';
import { storedProbabilities } from '../support/stored-probabilities.ts';

const stack = new LocalStack();

beforeAll(() => stack.start('--rows', '600'), 180_000);
afterAll(() => stack.dispose(), 30_000);

const publishedRun = async () => kpisSchema.parse((await stack.api('/kpis')).body);

async function runsOf(csv: string) {
  const sha256 = createHash('sha256').update(csv).digest('hex');
  const keys = await stack.keys('runs/');
  const statuses = await Promise.all(
    keys.map(async (key) => runStatusSchema.parse(JSON.parse(await stack.text(key)))),
  );
  return statuses.filter((status) => status.contentSha256 === sha256);
}

async function waitForRun(csv: string, isThere: (state: string) => boolean) {
  for (;;) {
    const [run] = await runsOf(csv);
    if (run !== undefined && isThere(run.state)) return run;
    await sleep(20);
  }
}

/** Ids of the processes whose environment or arguments name the stack's folder (Linux). */
function processesOfStack(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const words = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
        return words.join().includes(stack.stateDirectory);
      } catch {
        return false;
      }
    });
}

describe('a runner that dies', () => {
  it.each(['cleaning', 'training', 'scoring'])(
    'in the middle of %s ends with one whole published run',
    async (state) => {
      const csv = sampleCsv(3000, state.length * 1000 + 7);
      await stack.put(`raw/killed-while-${state}.csv`, csv);
      await waitForRun(csv, (now) => now === state || now === 'published');
      await stack.end('SIGKILL');
      await stack.start('--no-sample');
      const run = await waitForRun(csv, (now) => now === 'published' || now === 'failed');
      expect(run.failure).toBeNull();
      expect(await runsOf(csv)).toHaveLength(1);
      const total = await publishedRun();
      expect(total.runId).toBe(run.runId);
      expect((await storedProbabilities(stack.description, run.runId)).size).toBe(total.customers);
    },
    120_000,
  );
});

describe('a restart', () => {
  it('keeps what was published, and a stop leaves no process behind', async () => {
    const before = await publishedRun();
    expect(await stack.end('SIGTERM')).toBe(0);
    expect(processesOfStack()).toEqual([]);
    await stack.start();
    expect(await publishedRun()).toEqual(before);
  }, 60_000);
});
