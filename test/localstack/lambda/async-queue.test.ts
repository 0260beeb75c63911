import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AsyncQueue } from '../../../localstack/lambda/async-queue.ts';
import { LambdaServiceError } from '../../../localstack/lambda/lambda-error.ts';
import type { CloudContext, FunctionConfiguration } from '../../../localstack/services.ts';
import { OrderedFiles } from '../../../localstack/sqs/ordered-files.ts';
import { createQueueService } from '../../../localstack/sqs/queue-service.ts';
import { isAlive, type TestFunction, testFunction } from './bundles.ts';
import { BUSY_FUNCTION } from './busy-function.ts';
import { lambdaIn, testCloud } from './test-cloud.ts';

const DEAD_LETTERS = 'arn:aws:sqs:eu-central-1:000000000000:dead-letters';

const linesOf = async (context: CloudContext, name: string): Promise<string[]> => {
  const text = await readFile(join(context.stateDirectory, name), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
};
const queued = (context: CloudContext) => readdir(join(context.stateDirectory, 'lambda', 'queue'));
const eventually = (check: () => Promise<void> | void) =>
  vi.waitFor(check, { timeout: 20_000, interval: 20 });

/** Appends each attempt's `<n> <request id>` to `<state>/attempts`, then runs the statement. */
const recorder = (
  context: CloudContext,
  name: string,
  statement: string,
  overrides: Partial<TestFunction> = {},
) =>
  testFunction(context, name, {
    environment: { FOLDER: context.stateDirectory },
    code: `const fs = require('node:fs'); const file = (name) => process.env.FOLDER + '/' + name;
      const attempts = () => fs.readFileSync(file('attempts'), 'utf8').trim().split('\\n').length;
      exports.handler = async (event, context) => {
        fs.appendFileSync(file('attempts'), event.n + ' ' + context.awsRequestId + '\\n');
        ${statement} };`,
    ...overrides,
  });

async function deadLetters(context: CloudContext) {
  return createQueueService(context).messages(DEAD_LETTERS);
}

test('a call that succeeds is made once and leaves the queue', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await recorder(context, 'works', '');
  lambda.register(configuration);
  await lambda.startQueue();
  await lambda.invokeAsync(configuration.arn, { n: 1 });
  await eventually(async () => {
    expect(await linesOf(context, 'attempts')).toHaveLength(1);
    expect(await queued(context)).toEqual([]);
  });
});

test('a call that keeps failing is retried with its request id and then dead-lettered', async () => {
  const { context, logged } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await recorder(context, 'fails', 'throw new Error("no " + event.n);', {
    asyncRetries: 2,
    deadLetterQueueArn: DEAD_LETTERS,
  });
  lambda.register(configuration);
  await lambda.startQueue();
  await lambda.invokeAsync(configuration.arn, { n: 1, text: 'ä' });
  await eventually(async () => expect(await queued(context)).toEqual([]));
  const attempts = await linesOf(context, 'attempts');
  expect(attempts).toHaveLength(3);
  expect(new Set(attempts).size).toBe(1);
  const [letter, ...others] = await deadLetters(context);
  expect(others).toEqual([]);
  expect(letter).toMatchObject({
    body: '{"n":1,"text":"ä"}',
    attributes: { RequestID: attempts[0]?.split(' ')[1], ErrorCode: '200', ErrorMessage: 'no 1' },
  });
  expect(logged.map((line) => line.message).join()).toMatch(/failed 3 times \(no 1\)/);
});

test('a call that succeeds at the second attempt is not dead-lettered', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await recorder(context, 'recovers', 'if (attempts() < 2) process.exit(1);', {
    asyncRetries: 1,
    deadLetterQueueArn: DEAD_LETTERS,
  });
  lambda.register(configuration);
  await lambda.startQueue();
  await lambda.invokeAsync(configuration.arn, { n: 1 });
  await eventually(async () => expect(await queued(context)).toEqual([]));
  expect(await linesOf(context, 'attempts')).toHaveLength(2);
  expect(await deadLetters(context)).toEqual([]);
});

test('slow calls of one function do not hold up another', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const stuck = await testFunction(context, 'stuck', {
    reservedConcurrency: 2,
    code: 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));',
  });
  const quick = await recorder(context, 'quick', '');
  lambda.register(stuck);
  lambda.register(quick);
  await lambda.startQueue();
  for (let n = 0; n < 12; n++) await lambda.invokeAsync(stuck.arn, { n });
  await lambda.invokeAsync(quick.arn, { n: 1 });
  await eventually(async () => expect(await linesOf(context, 'attempts')).toHaveLength(1));
  await eventually(async () => expect(await queued(context)).toHaveLength(12));
});

test('a throttled call is tried again for as long as it takes; that is no failure', async () => {
  const { context } = await testCloud();
  const statuses = [429, 429, 429, 500, 429];
  const requestIds: string[] = [];
  const queue = new AsyncQueue({
    files: new OrderedFiles(join(context.stateDirectory, 'lambda', 'queue')),
    queue: createQueueService(context),
    retryDelayMs: 1,
    log: expect.fail,
    targetOf: () => ({
      asyncRetries: 1,
      deadLetterQueueArn: DEAD_LETTERS,
      concurrency: 0,
      invoke: async (requestId) => {
        requestIds.push(requestId);
        const status = statuses.shift();
        if (status === undefined) return { payload: 'null' };
        throw new LambdaServiceError('ServiceException', status, 'refused');
      },
    }),
  });
  await queue.start();
  await queue.add('arn', '{}');
  await eventually(async () => expect(await queued(context)).toEqual([]));
  await queue.close();
  expect(requestIds).toHaveLength(6);
  expect(new Set(requestIds).size).toBe(1);
  expect(await deadLetters(context)).toEqual([]);
});

test('calls wait for the start, and what a closed service has not finished is done by the next', async () => {
  const { context } = await testCloud();
  const register = async (configuration: FunctionConfiguration) => {
    const lambda = await lambdaIn(context);
    lambda.register(configuration);
    return lambda;
  };
  const first = await register(
    await recorder(context, 'resumes', 'await new Promise((resolve) => setTimeout(resolve, 60_000));', {
      asyncRetries: 0,
      deadLetterQueueArn: DEAD_LETTERS,
      reservedConcurrency: 1,
    }),
  );
  const arn = 'arn:aws:lambda:eu-central-1:000000000000:function:resumes';
  for (const n of [1, 2]) await first.invokeAsync(arn, { n });
  expect(await queued(context)).toHaveLength(2);
  expect(await linesOf(context, 'attempts')).toEqual([]);
  await first.startQueue();
  await eventually(async () => expect(await linesOf(context, 'attempts')).toHaveLength(1));
  await first.close();
  expect(await queued(context)).toHaveLength(2);
  const second = await register(await recorder(context, 'resumes', '', { reservedConcurrency: 1 }));
  await second.startQueue();
  await eventually(async () => expect(await queued(context)).toEqual([]));
  expect((await linesOf(context, 'attempts')).map((line) => line.split(' ')[0])).toEqual(['1', '1', '2']);
  expect(await deadLetters(context)).toEqual([]);
});

test('a file that is no call is reported and left, and the others are worked off', async () => {
  const { context, logged } = await testCloud();
  const directory = join(context.stateDirectory, 'lambda', 'queue');
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, '000000000001-00000000.json'), '{"half":');
  await writeFile(join(directory, '.writing-00000000-000000000002-00000000.json'), '{');
  const lambda = await lambdaIn(context);
  const configuration = await recorder(context, 'works', '');
  lambda.register(configuration);
  await lambda.invokeAsync(configuration.arn, { n: 1 });
  await lambda.startQueue();
  await eventually(async () => expect(await queued(context)).toEqual(['000000000001-00000000.json']));
  expect(await linesOf(context, 'attempts')).toHaveLength(1);
  expect(logged.map((line) => line.message).join()).toMatch(/000000000001-00000000\.json is not a call/);
});

test('after kill -9 of the service its busy processes are gone and its calls are made by the next', async () => {
  const { context } = await testCloud();
  const parent = spawn(
    process.execPath,
    [join(import.meta.dirname, 'doomed-parent.ts'), context.stateDirectory],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void parent.kill('SIGKILL'));
  await new Promise((resolve) => parent.stdout.once('data', resolve));
  await eventually(async () => expect(await linesOf(context, 'started')).toHaveLength(2));
  parent.kill('SIGKILL');
  const pids = (await linesOf(context, 'started')).map(Number);
  await eventually(() => expect(pids.map(isAlive)).toEqual([false, false]));
  expect(await queued(context)).toHaveLength(3);

  await writeFile(join(context.stateDirectory, 'go'), '');
  const lambda = await lambdaIn(context);
  lambda.register(await testFunction(context, 'busy', BUSY_FUNCTION(context.stateDirectory)));
  await lambda.startQueue();
  await eventually(async () => expect(await queued(context)).toEqual([]));
  expect((await linesOf(context, 'done')).toSorted()).toEqual(['1', '2', '3']);
});
