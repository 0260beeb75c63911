/** Runs a Lambda service whose function is busy for ever, and waits to be killed. Argument: the state folder. */
import { join } from 'node:path';
import { startLambdaService } from '../../../localstack/lambda/lambda-service.ts';
import { createQueueService } from '../../../localstack/sqs/queue-service.ts';
import { contextIn, testFunction } from './bundles.ts';
import { BUSY_FUNCTION } from './busy-function.ts';

const stateDirectory = process.argv[2] ?? '';
const context = contextIn(stateDirectory, () => undefined);
const lambda = await startLambdaService(context, {
  queue: createQueueService(context),
  clientEnvironment: {},
  logDirectory: join(stateDirectory, 'logs'),
});
const configuration = await testFunction(context, 'busy', BUSY_FUNCTION(stateDirectory));
lambda.register(configuration);
await lambda.startQueue();
for (const n of [1, 2, 3]) await lambda.invokeAsync(configuration.arn, { n });
console.log('all calls are on disk');
