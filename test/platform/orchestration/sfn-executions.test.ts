import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import { sfnExecutions } from '#platform/orchestration/sfn-executions.ts';

const ARN = 'arn:aws:states:eu-central-1:000000000000:stateMachine:Work';

/** A client that answers with what is given. */
function clientThat(answer: () => Promise<unknown>) {
  const sent: unknown[] = [];
  const send = (command: unknown) => {
    if (command instanceof StartExecutionCommand) sent.push(command.input);
    return answer();
  };
  return { sent, client: { send } as unknown as Pick<SFNClient, 'send'> };
}

it('starts an execution by its name', async () => {
  const { sent, client } = clientThat(async () => ({}));
  expect(await sfnExecutions(ARN, client).start('x-1', { runId: 'r' })).toBe('under way');
  expect(sent).toEqual([{ stateMachineArn: ARN, name: 'x-1', input: '{"runId":"r"}' }]);
});

it('tells that one of the name has ended, and throws what is another fault', async () => {
  const taken = new ExecutionAlreadyExists({ $metadata: {}, message: 'taken' });
  expect(await sfnExecutions(ARN, clientThat(() => Promise.reject(taken)).client).start('x-1', {})).toBe(
    'ended',
  );
  const down = sfnExecutions(ARN, clientThat(() => Promise.reject(new Error('down'))).client);
  await expect(down.start('x-1', {})).rejects.toThrow('down');
});
