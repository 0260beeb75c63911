import { expect, test, vi } from 'vitest';
import { isAlive, testFunction } from './bundles.ts';
import { answerOf, call, errorOf } from './call.ts';
import { lambdaIn, testCloud } from './test-cloud.ts';

test('what a handler throws is the error document, and its process is used again', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await testFunction(context, 'throws', {
    code: `exports.handler = async (event) => {
      if (event.fail) throw new RangeError('too far');
      return process.pid; };`,
  });
  lambda.register(configuration);
  const pid = answerOf(await lambda.invoke(configuration.arn, {}));
  const error = errorOf(await lambda.invoke(configuration.arn, { fail: true }));
  expect(error).toMatchObject({ errorType: 'RangeError', errorMessage: 'too far' });
  expect(error.trace).toContain('RangeError: too far');
  expect(answerOf(await lambda.invoke(configuration.arn, {}))).toBe(pid);
});

test.each([
  ['no such export', 'exports.other = 1;', 'Runtime.HandlerNotFound', /index.handler is undefined/],
  ['a syntax error', 'exports.handler = (;', 'Runtime.UserCodeSyntaxError', /SyntaxError/],
  ['a throw while loading', 'throw new TypeError("at load");', 'TypeError', /at load/],
  [
    'a callback',
    'exports.handler = (e, c, done) => done();',
    'Runtime.CallbackHandlerDeprecated',
    /callback/,
  ],
  ['an exit while loading', 'process.exit(3);', 'Runtime.ExitError', /exit status 3$/],
])('a bundle with %s says so', async (_name, code, errorType, message) => {
  const error = errorOf(await call({ code }));
  expect(error).toMatchObject({ errorType });
  expect(error.errorMessage).toMatch(message);
});

test.each([
  ['exits with 1', 'process.exit(1)', /^RequestId: \S+ Error: Runtime exited with error: exit status 1$/],
  ['exits with 0', 'process.exit(0)', /Runtime exited without providing a reason$/],
  ['is killed', 'process.kill(process.pid, "SIGKILL")', /Runtime exited with error: signal: killed$/],
  ['never answers and has nothing to do', 'await new Promise(() => {})', /without providing a reason$/],
])('a process that %s fails its call, and the next call gets a new one', async (_name, code, message) => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await testFunction(context, 'ends', {
    code: `exports.handler = async (event) => { if (event.end) { ${code}; } return process.pid; };`,
  });
  lambda.register(configuration);
  const pid = answerOf(await lambda.invoke(configuration.arn, {})) as number;
  const error = errorOf(await lambda.invoke(configuration.arn, { end: true }));
  expect(error.errorType).toBe('Runtime.ExitError');
  expect(error.errorMessage).toMatch(message);
  const next = answerOf(await lambda.invoke(configuration.arn, {}));
  expect(next).not.toBe(pid);
  expect(isAlive(pid)).toBe(false);
});

test.each([
  ['waits', 'await new Promise((resolve) => setTimeout(resolve, 60_000))'],
  ['is busy', 'for (;;);'],
])('a handler that %s past its time is killed and its call fails', async (_name, code) => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await testFunction(context, 'slow', {
    timeoutSeconds: 1,
    code: `exports.handler = async (event) => { if (event.slow) { ${code} } return process.pid; };`,
  });
  lambda.register(configuration);
  const pid = answerOf(await lambda.invoke(configuration.arn, {})) as number;
  const error = errorOf(await lambda.invoke(configuration.arn, { slow: true }));
  expect(error).toEqual({
    errorMessage: expect.stringMatching(/^\S+Z [0-9a-f-]{36} Task timed out after 1\.00 seconds$/),
  });
  expect(answerOf(await lambda.invoke(configuration.arn, {}))).not.toBe(pid);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
});

test('memory over the configured size ends the process: buffers by our check, the heap by its own limit', async () => {
  const buffers = await call({
    memoryMb: 128,
    code: `exports.handler = async () => {
      const hoard = Array.from({ length: 40 }, () => Buffer.alloc(8 * 1024 * 1024, 1));
      await new Promise((resolve) => setTimeout(resolve, 10_000)); return hoard.length; };`,
  });
  expect(errorOf(buffers)).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(/signal: killed$/),
  });
  const heap = await call({
    memoryMb: 128,
    code: 'exports.handler = async () => { const hoard = []; for (;;) hoard.push(new Array(1000).fill({})); };',
  });
  expect(errorOf(heap).errorMessage).toMatch(/signal: (aborted|killed)$/);
});

test('requests and answers over the limits are refused', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await testFunction(context, 'big', {
    memoryMb: 512,
    code: 'exports.handler = (event) => "x".repeat(event.length);',
  });
  lambda.register(configuration);
  const largest = 6_291_556 - 2;
  expect((await lambda.invoke(configuration.arn, { length: largest })).payload).toHaveLength(largest + 2);
  expect(errorOf(await lambda.invoke(configuration.arn, { length: largest + 1 }))).toEqual({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  });
  await expect(lambda.invoke(configuration.arn, 'x'.repeat(6_291_456))).rejects.toMatchObject({
    code: 'RequestEntityTooLargeException',
    statusCode: 413,
  });
  await expect(lambda.invokeAsync(configuration.arn, 'x'.repeat(1_048_576))).rejects.toMatchObject({
    statusCode: 413,
  });
});

test('what is no function of ours is refused with the reason', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const python = await testFunction(context, 'python', { code: '', runtime: 'python3.13' });
  const missing = { ...(await testFunction(context, 'missing', { code: '' })), codeDirectory: '/nowhere' };
  lambda.register(python);
  lambda.register(missing);
  await expect(
    lambda.invoke('arn:aws:lambda:eu-central-1:000000000000:function:none', {}),
  ).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    statusCode: 404,
  });
  await expect(lambda.invoke(python.arn, {})).rejects.toThrow(/python3\.13; only nodejs/);
  await expect(lambda.invoke(missing.arn, {})).rejects.toMatchObject({ code: 'InvalidCodeException' });
});
