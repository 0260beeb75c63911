import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Executions } from './executions.ts';

/**
 * Executions of a standard state machine of AWS Step Functions. Starting one by the name and with the input of one that is
 * under way means that one; its name is taken for 90 days after its end (API reference, StartExecution).
 */
export function sfnExecutions(
  stateMachineArn: string,
  client: Pick<SFNClient, 'send'> = new SFNClient({}),
): Executions {
  return {
    async start(name, input) {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
        return 'under way';
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return 'ended';
        throw error;
      }
    },
  };
}
