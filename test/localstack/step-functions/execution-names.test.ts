import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { call, MACHINE, machine, newContext, serviceIn } from './test-machines.ts';

const start = (input: unknown, name?: string) =>
  new StartExecutionCommand({ stateMachineArn: MACHINE, name, input: JSON.stringify(input) });

describe('the name of an execution', () => {
  const one = machine({ A: call('work', { End: true }) });

  it('is one execution while it is under way, and taken when it has ended', async () => {
    const { promise: goOn, resolve } = Promise.withResolvers<void>();
    let calls = 0;
    const work = () => {
      calls++;
      return goOn;
    };
    const { client, endOf } = await serviceIn(await newContext(), one, { work });
    const [first, second] = await Promise.all([
      client.send(start({ a: 1 }, 'x-1')),
      client.send(start({ a: 1 }, 'x-1')),
    ]);
    expect(second).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    const taken = { name: 'ExecutionAlreadyExists' };
    await expect(client.send(start({ a: 2 }, 'x-1'))).rejects.toMatchObject(taken);
    resolve();
    expect((await endOf(first.executionArn)).status).toBe('SUCCEEDED');
    await expect(client.send(start({ a: 1 }, 'x-1'))).rejects.toMatchObject(taken);
    expect(calls).toBe(1);
  });

  it('must be one, of a machine that is there, with an input in JSON', async () => {
    const { client } = await serviceIn(await newContext(), one, {});
    const bad = (command: StartExecutionCommand) => client.send(command);
    await expect(bad(start({}, 'a b'))).rejects.toMatchObject({ name: 'InvalidName' });
    const other = new StartExecutionCommand({ stateMachineArn: `${MACHINE}2` });
    await expect(bad(other)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    const text = new StartExecutionCommand({ stateMachineArn: MACHINE, input: '{' });
    await expect(bad(text)).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    const traced = new StartExecutionCommand({ stateMachineArn: MACHINE, traceHeader: 'Root=1' });
    await expect(bad(traced)).rejects.toMatchObject({ name: 'ValidationException' });
    const unknown = new DescribeExecutionCommand({ executionArn: 'arn:x' });
    await expect(client.send(unknown)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    await expect(client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });

  it('is nothing to whoever signs with another key', async () => {
    const context = await newContext();
    const { service } = await serviceIn(context, one, {});
    const credentials = { ...context.credentials, secretAccessKey: 'other' };
    const client = new SFNClient({
      endpoint: service.endpoint,
      region: context.region,
      credentials,
      maxAttempts: 1,
    });
    await expect(client.send(start({}))).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });
});
