import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type LambdaOptions, startLambdaService } from '../../../localstack/lambda/lambda-service.ts';
import type { CloudContext, LambdaService } from '../../../localstack/services.ts';
import { createQueueService } from '../../../localstack/sqs/queue-service.ts';
import { contextIn } from './bundles.ts';

export interface LogLine {
  readonly part: string;
  readonly message: string;
}

export interface TestCloud {
  readonly context: CloudContext;
  readonly logged: LogLine[];
}

/** A cloud in a folder of its own, which goes with the test. */
export async function testCloud(): Promise<TestCloud> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'local-cloud-'));
  onTestFinished(() => rm(stateDirectory, { recursive: true, force: true }));
  const logged: LogLine[] = [];
  return { context: contextIn(stateDirectory, (part, message) => logged.push({ part, message })), logged };
}

/** A Lambda service that is closed when the test ends. */
export async function lambdaIn(
  context: CloudContext,
  options: Partial<LambdaOptions> = {},
): Promise<LambdaService> {
  const lambda = await startLambdaService(context, {
    queue: createQueueService(context),
    clientEnvironment: {},
    logDirectory: join(context.stateDirectory, 'logs'),
    retryDelayMs: 20,
    ...options,
  });
  onTestFinished(() => lambda.close());
  return lambda;
}
