import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { onTestFinished } from 'vitest';
import type { CloudContext, InvocationResult, LambdaService } from '../../../localstack/services.ts';
import { startStepFunctions } from '../../../localstack/step-functions/step-functions-service.ts';
import { contextIn } from '../lambda/bundles.ts';

export const MACHINE = 'arn:aws:states:eu-central-1:000000000000:stateMachine:Work';

/** A Task that calls a function with its whole input and takes its answer. */
export const call = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', TimeoutSeconds: 10 },
  Parameters: { FunctionName: name, 'Payload.$': '$' },
  OutputPath: '$.Payload',
  ...more,
});
export const machine = (States: Readonly<Record<string, unknown>>) => ({
  StartAt: Object.keys(States)[0],
  States,
});
/** A distributed map over `$.items` that calls a function for each. */
export const mapOver = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ Type: 'Map', ItemsPath: '$.items', MaxConcurrency: 8, ToleratedFailurePercentage: 0 },
  ItemSelector: { 'item.$': '$$.Map.Item.Value', 'of.$': '$.of' },
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    ...machine({ [name]: call(name, { End: true }) }),
  },
  ...more,
});

/** What a function answers, or throws. */
export type Functions = Readonly<Record<string, (payload: never) => unknown>>;

/** An error as a Node.js handler's becomes Lambda's answer. */
export class FunctionError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Lambda, as far as it is called: functions of this process. */
export function lambdaOf(functions: Functions): LambdaService {
  const nothing = async () => {};
  return {
    ...{ register: () => {}, invokeAsync: nothing, startQueue: nothing, close: nothing },
    async invoke(name, event): Promise<InvocationResult> {
      try {
        return { payload: JSON.stringify((await functions[name]?.(event as never)) ?? null) };
      } catch (error) {
        if (!(error instanceof FunctionError)) throw error;
        const payload = JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] });
        return { payload, functionError: 'Unhandled' };
      }
    },
  };
}

export async function newContext(): Promise<CloudContext> {
  const directory = await mkdtemp(join(tmpdir(), 'local-sfn-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return contextIn(directory, () => {});
}

/** Step Functions with one machine over a folder, and a client of it. */
export async function serviceIn(context: CloudContext, definition: unknown, functions: Functions) {
  const service = await startStepFunctions(context, {
    ...{ port: 0, lambda: lambdaOf(functions), retryDelayMs: 1 },
    stateMachines: [{ arn: MACHINE, name: 'Work', definition: JSON.stringify(definition) }],
  });
  onTestFinished(() => service.close());
  const { region, credentials } = context;
  const client = new SFNClient({ endpoint: service.endpoint, region, credentials, maxAttempts: 1 });
  const endOf = async (executionArn: string | undefined) => {
    for (;;) {
      const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== 'RUNNING') return execution;
      await sleep(5);
    }
  };
  return { service, client, endOf };
}
