import { describe, expect, it } from 'vitest';
import { exited, timedOut } from '../../../localstack/lambda/error-results.ts';
import { LambdaServiceError } from '../../../localstack/lambda/lambda-error.ts';
import type { InvocationResult } from '../../../localstack/services.ts';
import { invokeFunction } from '../../../localstack/step-functions/function-task.ts';
import { lambdaOf } from './test-machines.ts';

const task = { FunctionName: 'work', Payload: { a: 1 } };
const answering = (invoke: () => Promise<InvocationResult>) => ({ ...lambdaOf({}), invoke });
const fails = (result: InvocationResult) =>
  invokeFunction(
    answering(async () => result),
    task,
  );

describe('lambda:invoke', () => {
  it('answers with the function’s payload in an envelope', async () => {
    const echo = lambdaOf({ work: (payload: unknown) => payload });
    expect(await invokeFunction(echo, task)).toEqual({
      ...{ ExecutedVersion: '$LATEST', Payload: { a: 1 }, StatusCode: 200 },
    });
  });

  it.each<[string, InvocationResult, string]>([
    ['was killed', exited('r', null, 'SIGKILL'), 'Runtime.ExitError'],
    ['ran out of time', timedOut('r', 3, new Date(0)), 'Sandbox.Timedout'],
    ['says nothing that can be read', { payload: '<', functionError: 'Unhandled' }, 'Lambda.Unknown'],
  ])(
    'names the error of a function that %s, and gives all it said as the cause',
    async (_how, result, name) => {
      await expect(fails(result)).rejects.toMatchObject({ name, message: result.payload });
    },
  );

  it('names what Lambda itself refuses', async () => {
    const refused = answering(() =>
      Promise.reject(new LambdaServiceError('TooManyRequestsException', 429, 'Rate exceeded')),
    );
    const error = { name: 'Lambda.TooManyRequestsException', message: 'Rate exceeded' };
    await expect(invokeFunction(refused, task)).rejects.toMatchObject(error);
  });
});
