import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kpisSchema } from '#core/api/contract.ts';
import { runStatusSchema, STATE_DURING } from '#core/lake/run-status.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { LocalStack } from '../support/local-stack.ts';
import { sampleCsv } from '../support/sample-csv.ts';
import { killDatabase, killFunction, killTasks, processesOf, tasksOf } from '../support/stack-processes.ts';
import { storedProbabilities } from '../support/stored-probabilities.ts';
import { appForHere } from '../support/synthesized-app.ts';

const stack = new LocalStack();

/** One learner, so that a training takes a second; scored in several parts. */
const quickSchema = {
  ...telcoSchema,
  training: { candidates: [{ algorithm: 'logistic-regression', inverseStrength: 1 }] },
  scoring: { partRows: 1500 },
};
const start = async () => stack.start('--cdk-out', await appForHere(), '--no-sample');

beforeAll(async () => {
  await start();
  await stack.put('config/schema.json', JSON.stringify(quickSchema));
}, 180_000);
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

/** The content's one run ends well, is the one published, and has every row. */
async function expectPublishedWhole(csv: string): Promise<void> {
  const run = await waitForRun(csv, (now) => now === 'published' || now === 'failed');
  expect(run.failure).toBeNull();
  expect(await runsOf(csv)).toHaveLength(1);
  const total = await publishedRun();
  expect(total.runId).toBe(run.runId);
  expect((await storedProbabilities(stack.description, run.runId)).size).toBe(total.customers);
}

describe('a runner that dies', () => {
  it.each(['cleaning', 'training', 'scoring'])(
    'in the middle of %s ends with one whole published run',
    async (state) => {
      const csv = sampleCsv(8000, state.length * 1000 + 7);
      await stack.put(`raw/killed-while-${state}.csv`, csv);
      await waitForRun(csv, (now) => now === state || now === 'published');
      await stack.end('SIGKILL');
      await start();
      await expectPublishedWhole(csv);
    },
    120_000,
  );
});

describe('a process that is killed', () => {
  it('at the work of each stage in turn is started again, and the run is published whole', async () => {
    const csv = sampleCsv(8000, 41);
    await stack.put('raw/killed-everywhere.csv', csv);
    const stages = ['clean', 'features', 'train', 'score'] as const;
    for (const stage of stages) {
      await waitForRun(csv, (now) => now === STATE_DURING[stage] || now === 'published');
      const service = stage === 'score' ? 'score-part' : stage;
      expect(killFunction(stack.stateDirectory, service)).toBeGreaterThan(0);
    }
    await expectPublishedWhole(csv);
  }, 120_000);

  it('may be the database, in the middle of scoring', async () => {
    const csv = sampleCsv(8000, 45);
    await stack.put('raw/killed-database.csv', csv);
    await waitForRun(csv, (now) => now === 'scoring' || now === 'published');
    expect(killDatabase(stack.stateDirectory)).toBe(1);
    await expectPublishedWhole(csv);
  }, 120_000);

  it('at every attempt fails the run and nothing else, and redrive goes on from there', async () => {
    const before = await publishedRun();
    const csv = sampleCsv(8000, 46);
    await stack.put('raw/killed-always.csv', csv);
    await waitForRun(csv, (now) => now === 'training');
    const failed = await waitForRun(csv, (now) => {
      killFunction(stack.stateDirectory, 'train');
      return now === 'failed';
    });
    expect(failed.failure).toMatchObject({ stage: 'train', code: 'STAGE_GIVEN_UP', retryable: true });
    expect(await publishedRun()).toEqual(before);

    const again = await stack.redrive(failed.runId);
    expect(again.output).toContain(
      `Waking train again by writing features/${failed.runId}/profile.json anew.`,
    );
    expect(again.output).toContain('published: ');
    expect(again.exitCode).toBe(0);
    await expectPublishedWhole(csv);

    const third = await stack.redrive(failed.runId);
    expect(third.output).toContain('there is nothing to redrive');
    expect(third.exitCode).toBe(1);
  }, 120_000);
});

/** Whether a part's figures are written and its call has ended, as the function's log says. */
async function hasAnswered(runId: string, part: number): Promise<boolean> {
  const folder = join(stack.stateDirectory, 'logs');
  const file = (await readdir(folder)).find((name) => /ScorePart\w*\.log$/.test(name));
  const lines = file === undefined ? [] : (await readFile(join(folder, file), 'utf8')).split('\n');
  const scored = lines.findIndex(
    (line) => line.includes(runId) && line.includes('"part scored"') && line.includes(`"part":${part},`),
  );
  const [, instance] = / (\[\w+\]) /.exec(lines[scored] ?? '') ?? [];
  return lines.slice(scored + 1).some((line) => line.includes(`${instance} REPORT `));
}

describe('a part that is killed at every attempt', () => {
  it('fails the run, which says so, and redrive goes on without the parts that are done', async () => {
    const before = await publishedRun();
    const csv = sampleCsv(8000, 47);
    await stack.put('raw/part-killed-always.csv', csv);
    const { runId } = await waitForRun(csv, (now) => now === 'scoring');
    const partKeys = () =>
      stack.keys(`scores/${runId}/`).then((keys) => keys.filter((key) => /part-/.test(key)));
    while (!(await hasAnswered(runId, 1))) await sleep(5);
    const failed = await waitForRun(csv, (now) => {
      killFunction(stack.stateDirectory, 'score-part');
      return now === 'failed' || now === 'published';
    });
    expect(failed.failure).toMatchObject({ stage: 'score', code: 'STAGE_GIVEN_UP', retryable: true });
    expect(failed.failure?.message).toMatch(/^Scoring of part [2-6] was given up.*Runtime exited/);
    expect(await publishedRun()).toEqual(before);

    const done = new Map(
      await Promise.all((await partKeys()).map(async (key) => [key, await stack.text(key)] as const)),
    );
    const again = await stack.redrive(runId);
    expect(again.output).toContain('Waking score again by writing models/champion.json anew.');
    expect(again.output).toContain('published: ');
    expect(done.size).toBeGreaterThan(0);
    for (const [key, text] of done) expect(await stack.text(key)).toBe(text);
    expect(await partKeys()).toHaveLength(6);
    await expectPublishedWhole(csv);
  }, 120_000);
});

describe('a training in a task', () => {
  const inTask = { ...quickSchema, training: { ...quickSchema.training, taskFromRows: 5000 } };

  beforeAll(() => stack.put('config/schema.json', JSON.stringify(inTask)));
  afterAll(() => stack.put('config/schema.json', JSON.stringify(quickSchema)));

  async function waitForTask(): Promise<void> {
    while (tasksOf(stack.stateDirectory).length === 0) await sleep(5);
  }

  it('is published like any other', async () => {
    const csv = sampleCsv(8000, 51);
    await stack.put('raw/in-task.csv', csv);
    await waitForTask();
    await expectPublishedWhole(csv);
  }, 120_000);

  it('is begun anew where the runner died under it', async () => {
    const csv = sampleCsv(8000, 52);
    await stack.put('raw/runner-killed-under-task.csv', csv);
    await waitForTask();
    await stack.end('SIGKILL');
    await expect.poll(() => tasksOf(stack.stateDirectory), { timeout: 10_000 }).toEqual([]);
    await start();
    await expectPublishedWhole(csv);
  }, 120_000);

  it('that is killed fails the run and nothing else, and redrive goes on from there', async () => {
    const before = await publishedRun();
    const csv = sampleCsv(8000, 53);
    await stack.put('raw/task-killed.csv', csv);
    await waitForTask();
    expect(killTasks(stack.stateDirectory)).toBe(1);
    const failed = await waitForRun(csv, (now) => now === 'failed' || now === 'published');
    expect(failed.failure).toMatchObject({ stage: 'train', code: 'STAGE_GIVEN_UP', retryable: true });
    expect(failed.failure?.message).toContain('exit code 137');
    expect(await publishedRun()).toEqual(before);

    const again = await stack.redrive(failed.runId);
    expect(again.output).toContain('published: ');
    await expectPublishedWhole(csv);
  }, 120_000);
});

describe('a restart', () => {
  it('keeps what was published, and a stop leaves no process behind', async () => {
    const before = await publishedRun();
    expect(await stack.end('SIGTERM')).toBe(0);
    expect(processesOf(stack.stateDirectory)).toEqual([]);
    await start();
    expect(await publishedRun()).toEqual(before);
  }, 120_000);
});
