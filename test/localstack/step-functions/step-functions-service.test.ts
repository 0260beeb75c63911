import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { LambdaServiceError } from '../../../localstack/lambda/lambda-error.ts';
import {
  call,
  FunctionError,
  type Functions,
  MACHINE,
  machine,
  mapOver,
  newContext,
  serviceIn,
} from './test-machines.ts';

const start = (input: unknown, name?: string) =>
  new StartExecutionCommand({ stateMachineArn: MACHINE, name, input: JSON.stringify(input) });

/** Carries one execution out and gives its end. */
async function run(definition: unknown, functions: Functions, input: unknown = {}) {
  const { client, endOf } = await serviceIn(await newContext(), definition, functions);
  const { executionArn } = await client.send(start(input));
  return endOf(executionArn);
}

describe('an execution', () => {
  it('goes from state to state, and its output is the last one’s', async () => {
    const end = await run(
      machine({
        Plan: call('plan', { Next: 'Each' }),
        Each: mapOver('double', { ResultPath: '$.doubled', Next: 'Sum' }),
        Sum: call('sum', { End: true }),
      }),
      {
        plan: ({ upTo }: { upTo: number }) => ({ of: 'x', items: Array.from({ length: upTo }, (_, i) => i) }),
        double: ({ item, of }: { item: number; of: string }) => `${of}${2 * item}`,
        sum: ({ doubled }: { doubled: string[] }) => ({ all: doubled.join() }),
      },
      { upTo: 5 },
    );
    expect(end).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"all":"x0,x2,x4,x6,x8"}',
      input: '{"upTo":5}',
    });
    expect(end.stopDate).toBeInstanceOf(Date);
  });

  it('of a map does as many at once as there are cores, whatever is asked for', async () => {
    let [now, most] = [0, 0];
    await run(
      machine({ Each: mapOver('work', { End: true }) }),
      {
        work: async () => {
          most = Math.max(most, ++now);
          await sleep(5);
          now--;
        },
      },
      { of: '', items: Array.from({ length: 20 }, (_, index) => index) },
    );
    expect(most).toBe(availableParallelism());
  });

  it('tries again what a retrier names, and not what one has 0 attempts for', async () => {
    const Retry = [
      { ErrorEquals: ['DataError'], MaxAttempts: 0 },
      { ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 3 },
      {
        ErrorEquals: ['States.ALL'],
        IntervalSeconds: 60,
        MaxAttempts: 2,
        BackoffRate: 2,
        JitterStrategy: 'FULL',
      },
    ];
    const calls: string[] = [];
    const failing = (name: string) => () => {
      calls.push(name);
      throw new FunctionError(name, 'no');
    };
    const one = machine({ A: call('work', { Retry, End: true }) });
    expect(await run(one, { work: failing('DataError') })).toMatchObject({
      status: 'FAILED',
      error: 'DataError',
    });
    expect(await run(one, { work: failing('Error') })).toMatchObject({ status: 'FAILED', error: 'Error' });
    const throttled = () => {
      calls.push('throttled');
      throw new LambdaServiceError('TooManyRequestsException', 429, 'Rate exceeded');
    };
    expect(await run(one, { work: throttled })).toMatchObject({ error: 'Lambda.TooManyRequestsException' });
    expect(calls).toEqual(['DataError', ...Array(3).fill('Error'), ...Array(4).fill('throttled')]);
  });

  it('whose item fails goes to the catcher with the function’s error, and begins no more items', async () => {
    const begun: number[] = [];
    const told: unknown[] = [];
    const end = await run(
      machine({
        Each: mapOver('work', {
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Tell' }],
          End: true,
        }),
        Tell: call('tell', { Next: 'Failed' }),
        Failed: { Type: 'Fail', Error: 'WorkFailed', Cause: 'see what was told' },
      }),
      {
        work: async ({ item }: { item: number }) => {
          begun.push(item);
          if (item === 0) throw new FunctionError('ChurnError', 'item 0 is bad');
          await sleep(30);
        },
        tell: (input: unknown) => told.push(input),
      },
      { of: '', items: Array.from({ length: 30 }, (_, index) => index) },
    );
    expect(end).toMatchObject({ status: 'FAILED', error: 'WorkFailed', cause: 'see what was told' });
    expect(told).toMatchObject([
      { error: { Error: 'ChurnError', Cause: expect.stringContaining('item 0 is bad') } },
    ]);
    await sleep(100);
    expect(begun.length).toBeLessThanOrEqual(availableParallelism() + 1);
  });

  it('of a function that runs over its time fails with its timeout', async () => {
    const timedOut = { A: call('work', { TimeoutSeconds: 1, End: true }) };
    const end = await run(machine(timedOut), { work: () => sleep(3000) });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });
});

describe('a local cloud that ends', () => {
  it('begins an execution anew that was under way, and no other', async () => {
    const context = await newContext();
    const definition = machine({ A: call('first', { Next: 'B' }), B: call('second', { End: true }) });
    const calls: string[] = [];
    const { promise: reached, resolve: tellReached } = Promise.withResolvers<void>();
    const functions = {
      first: (input: { n: number }) => {
        calls.push(`first ${input.n}`);
        return input;
      },
      second: ({ n }: { n: number }): unknown => {
        if (n === 1 || calls.includes('restarted')) return 'done';
        tellReached();
        return new Promise(() => {});
      },
    };
    const before = await serviceIn(context, definition, functions);
    await before.endOf((await before.client.send(start({ n: 1 }, 'one'))).executionArn);
    const { executionArn } = await before.client.send(start({ n: 2 }, 'two'));
    await reached;
    await before.service.close();
    calls.push('restarted');
    const { endOf } = await serviceIn(context, definition, functions);
    expect(await endOf(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
    expect(calls).toEqual(['first 1', 'first 2', 'restarted', 'first 2']);
  });
});
