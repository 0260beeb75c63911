import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { testFunction } from './bundles.ts';
import { answerOf, call, errorOf } from './call.ts';
import { lambdaIn, testCloud } from './test-cloud.ts';

test.each([
  ['CommonJS, async', 'index.js', 'exports.handler = async (event) => ({ got: event.n });'],
  ['CommonJS, sync', 'index.js', 'exports.handler = (event) => ({ got: event.n });'],
  ['ES module', 'index.mjs', 'export const handler = async (event) => ({ got: event.n });'],
  [
    'top-level await',
    'index.mjs',
    'const k = await 0; export const handler = (event) => ({ got: event.n + k });',
  ],
])('%s handlers answer', async (_name, fileName, code) => {
  expect(answerOf(await call({ code, fileName }, { n: 7 }))).toEqual({ got: 7 });
});

test('a bundle without package.json is CommonJS even below a folder of ES modules', async () => {
  const { context } = await testCloud();
  await writeFile(join(context.stateDirectory, 'package.json'), '{"type":"module"}');
  const lambda = await lambdaIn(context);
  const configuration = await testFunction(context, 'plain', {
    code: 'exports.handler = () => typeof module;',
  });
  lambda.register(configuration);
  expect(answerOf(await lambda.invoke(configuration.arn, {}))).toBe('object');
});

test('an answer of nothing is null, and text in any script comes through whole', async () => {
  expect(answerOf(await call({ code: 'exports.handler = () => undefined;' }))).toBeNull();
  const text = 'a\u0000b "quoted" \u{1F600} ä';
  expect(answerOf(await call({ code: 'exports.handler = (event) => event;' }, { text }))).toEqual({ text });
});

test('the handler sees its context and environment, and nothing of ours', async () => {
  vi.stubEnv('SECRET_OF_THE_PARENT', 'x');
  const { context } = await testCloud();
  const lambda = await lambdaIn(context, {
    clientEnvironment: { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' },
  });
  const configuration = await testFunction(context, 'see', {
    environment: { COLOUR: 'green' },
    code: `exports.handler = async (_event, context) => ({ env: process.env, cwd: process.cwd(),
      id: context.awsRequestId, arn: context.invokedFunctionArn, memory: context.memoryLimitInMB,
      leftMs: context.getRemainingTimeInMillis() });`,
  });
  lambda.register(configuration);
  const seen = answerOf(await lambda.invoke(configuration.arn, {})) as Record<string, never>;
  vi.unstubAllEnvs();
  expect(seen.env).toMatchObject({
    COLOUR: 'green',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'AKIDLOCAL',
    AWS_REGION: 'eu-central-1',
    AWS_LAMBDA_FUNCTION_NAME: 'see',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: seen.cwd,
    _HANDLER: 'index.handler',
    TZ: 'UTC',
  });
  expect(seen.env).not.toHaveProperty('SECRET_OF_THE_PARENT');
  expect(seen.env).not.toHaveProperty('VITEST');
  expect(seen).toMatchObject({ arn: configuration.arn, memory: '256' });
  expect(seen.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(seen.leftMs).toBeGreaterThan(0);
  expect(seen.leftMs).toBeLessThanOrEqual(20_000);
});

test('CommonJS finds the modules of its layers, later layers first, and none of the folders around it', async () => {
  const { context } = await testCloud();
  const packageIn = async (folder: string, name: string, text: string) => {
    const directory = join(context.stateDirectory, folder, name);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'index.js'), `module.exports = '${text}';`);
  };
  await packageIn('first/nodejs/node_modules', 'shared', 'of the first layer');
  await packageIn('second/nodejs/node_modules', 'shared', 'of the second layer');
  await packageIn('first/nodejs/node_modules', 'single', 'of the first layer');
  await packageIn('node_modules', 'shared', 'of the project');
  await packageIn('node_modules', 'stray', 'of the project');
  const lambda = await lambdaIn(context);
  const layerDirectories = ['first', 'second', 'without-modules'].map((name) =>
    join(context.stateDirectory, name),
  );
  const reader = await testFunction(context, 'reader', {
    layerDirectories,
    code: 'exports.handler = () => [require("shared"), require("single")];',
  });
  const stray = await testFunction(context, 'stray', { code: 'exports.handler = () => require("stray");' });
  const esm = await testFunction(context, 'esm', {
    fileName: 'index.mjs',
    code: 'import stray from "stray"; export const handler = () => stray;',
  });
  for (const configuration of [reader, stray, esm]) lambda.register(configuration);
  expect(answerOf(await lambda.invoke(reader.arn, {}))).toEqual([
    'of the second layer',
    'of the first layer',
  ]);
  expect(errorOf(await lambda.invoke(stray.arn, {})).errorMessage).toMatch(/Cannot find module 'stray'/);
  expect(errorOf(await lambda.invoke(esm.arn, {})).errorMessage).toMatch(/Cannot find package 'stray'/);
});

test('a streamed answer is collected, and one that breaks off is an error', async () => {
  const code = (end: string) => `exports.handler = awslambda.streamifyResponse(async (_event, stream) => {
    stream.write('{"a":'); ${end} });`;
  expect(answerOf(await call({ code: code('stream.write("1}"); stream.end();') }))).toEqual({ a: 1 });
  expect(errorOf(await call({ code: code('throw new Error("broke off");') })).errorMessage).toBe('broke off');
});

test('output goes to the log with its time, and each call leaves a report', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await testFunction(context, 'writes', {
    code: 'exports.handler = () => { process.stdout.write("first\\nsecond\\n"); process.stderr.write("no newline"); };',
  });
  lambda.register(configuration);
  await lambda.invoke(configuration.arn, {});
  await lambda.close();
  const log = await readFile(join(context.stateDirectory, 'logs', 'writes.log'), 'utf8');
  for (const text of ['first', 'second', 'no newline']) {
    expect(log).toMatch(new RegExp(`^20\\S+Z \\[[0-9a-f]{8}\\] ${text}$`, 'm'));
  }
  expect(log).toMatch(/REPORT RequestId: \S+\tDuration: \S+ ms\tMemory Size: 256 MB.*Init Duration/);
});
