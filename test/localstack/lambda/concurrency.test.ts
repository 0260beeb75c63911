import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { CloudContext } from '../../../localstack/services.ts';
import { isAlive, testFunction } from './bundles.ts';
import { lambdaIn, testCloud } from './test-cloud.ts';

/** Answers with its process id once `count` calls are under way together. */
const meeting = (context: CloudContext, name: string, reservedConcurrency: number) =>
  testFunction(context, name, {
    reservedConcurrency,
    environment: { FOLDER: context.stateDirectory },
    code: `const fs = require('node:fs');
      exports.handler = async ({ count, n }) => {
        fs.writeFileSync(process.env.FOLDER + '/here-' + n, '');
        const here = () => fs.readdirSync(process.env.FOLDER).filter((name) => name.startsWith('here-')).length;
        while (here() < count) await new Promise((resolve) => setTimeout(resolve, 5));
        return process.pid;
      };`,
  });

test('calls run side by side up to the reserved concurrency', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await meeting(context, 'three', 3);
  lambda.register(configuration);
  const call = (n: number, count: number) => lambda.invoke(configuration.arn, { n, count });
  const together = await Promise.all([1, 2, 3].map((n) => call(n, 3)));
  const pids = new Set(together.map((result) => result.payload));
  expect(pids.size).toBe(3);
  const later = await Promise.all([4, 5, 6, 7, 8, 9].map((n) => call(n, 0)));
  for (const result of later) expect(pids).toContain(result.payload);
});

test('calls over the concurrency wait, and over the bound of waiting calls are refused', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await testFunction(context, 'single', {
    reservedConcurrency: 1,
    environment: { GO: join(context.stateDirectory, 'go') },
    code: `exports.handler = async () => {
      while (!require('node:fs').existsSync(process.env.GO)) await new Promise((resolve) => setTimeout(resolve, 5));
      return process.pid; };`,
  });
  lambda.register(configuration);
  const calls = Array.from({ length: 101 }, () => lambda.invoke(configuration.arn, {}));
  await expect(lambda.invoke(configuration.arn, {})).rejects.toMatchObject({
    code: 'TooManyRequestsException',
    statusCode: 429,
  });
  await writeFile(join(context.stateDirectory, 'go'), '');
  const payloads = (await Promise.all(calls)).map((result) => result.payload);
  expect(new Set(payloads).size).toBe(1);
});

test('a function with no reserved concurrency left is throttled', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await meeting(context, 'none', 0);
  lambda.register(configuration);
  await expect(lambda.invoke(configuration.arn, {})).rejects.toMatchObject({ statusCode: 429 });
});

test('an idle process is ended, and the next call gets a new one', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context, { idleTimeoutMs: 30 });
  const configuration = await testFunction(context, 'idle', { code: 'exports.handler = () => process.pid;' });
  lambda.register(configuration);
  const pid = Number((await lambda.invoke(configuration.arn, {})).payload);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5_000);
  expect(Number((await lambda.invoke(configuration.arn, {})).payload)).not.toBe(pid);
});

test('closing ends every process, also what a handler started and one that ignores SIGTERM', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await testFunction(context, 'stubborn', {
    code: `process.on('SIGTERM', () => undefined);
      const child = require('node:child_process').spawn('sleep', ['600']);
      exports.handler = async () => [process.pid, child.pid];`,
  });
  lambda.register(configuration);
  const pids = JSON.parse((await lambda.invoke(configuration.arn, {})).payload) as number[];
  expect(pids.map(isAlive)).toEqual([true, true]);
  await lambda.close();
  await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), 5_000);
  await expect(lambda.invoke(configuration.arn, {})).rejects.toMatchObject({ code: 'ServiceException' });
});

test('a call under way when the service closes fails, it does not hang', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await meeting(context, 'alone', 1);
  lambda.register(configuration);
  const call = lambda.invoke(configuration.arn, { n: 1, count: 2 });
  const waiting = lambda.invoke(configuration.arn, { n: 2, count: 0 });
  const refused = expect(waiting).rejects.toMatchObject({ code: 'ServiceException' });
  await lambda.close();
  expect(
    (await call.catch((error: Error) => ({ functionError: error.message }))).functionError,
  ).toBeDefined();
  await refused;
});
