import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createQueueService } from '../../../localstack/sqs/queue-service.ts';
import { testFunction } from './bundles.ts';
import { lambdaIn, testCloud } from './test-cloud.ts';

const DEAD_LETTERS = 'arn:aws:sqs:eu-central-1:000000000000:dead-letters';

test('a call that failed for good is told to the function that the failed ones go to', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const told = await testFunction(context, 'told', {
    environment: { FOLDER: context.stateDirectory },
    code: `exports.handler = async (event) =>
      require('node:fs').appendFileSync(process.env.FOLDER + '/told', JSON.stringify(event) + '\\n');`,
  });
  const dies = await testFunction(context, 'dies', {
    code: 'exports.handler = async () => process.kill(process.pid, "SIGKILL");',
    asyncRetries: 1,
    deadLetterQueueArn: DEAD_LETTERS,
    onFailureFunctionArn: told.arn,
  });
  lambda.register(told);
  lambda.register(dies);
  await lambda.startQueue();
  await lambda.invokeAsync(dies.arn, { n: 1 });
  const queue = join(context.stateDirectory, 'lambda', 'queue');
  await vi.waitFor(async () => expect(await readdir(queue)).toEqual([]), { timeout: 20_000, interval: 20 });
  const lines = (await readFile(join(context.stateDirectory, 'told'), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      version: '1.0',
      requestContext: {
        requestId: expect.any(String),
        functionArn: `${dies.arn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { n: 1 },
      responsePayload: { errorMessage: expect.stringContaining('signal: killed') },
    },
  ]);
  expect(await createQueueService(context).messages(DEAD_LETTERS)).toHaveLength(1);
});
