import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createQueueService } from '../../../localstack/sqs/queue-service.ts';
import { testCloud } from '../lambda/test-cloud.ts';

const arnOf = (name: string) => `arn:aws:sqs:eu-central-1:000000000000:${name}`;

test('messages stay in the order they were sent, each queue in its folder, across restarts', async () => {
  const { context } = await testCloud();
  const before = createQueueService(context);
  expect(await before.messages(arnOf('letters'))).toEqual([]);
  for (let n = 0; n < 12; n++) await before.send(arnOf('letters'), `body ${n}`, { RequestID: String(n) });
  await before.send(arnOf('other'), 'elsewhere', {});
  const after = createQueueService(context);
  await after.send(arnOf('letters'), 'body 12', {});
  const messages = await after.messages(arnOf('letters'));
  expect(messages.map((message) => message.body)).toEqual(Array.from({ length: 13 }, (_, n) => `body ${n}`));
  expect(new Set(messages.map((message) => message.messageId)).size).toBe(13);
  expect(messages[3]).toMatchObject({ attributes: { RequestID: '3' }, sentAt: expect.stringMatching(/Z$/) });
  expect(await readdir(join(context.stateDirectory, 'sqs'))).toEqual(['letters', 'other']);
});

test('messages sent together are all kept', async () => {
  const { context } = await testCloud();
  const queue = createQueueService(context);
  const bodies = Array.from({ length: 50 }, (_, n) => `ä ${n}`);
  await Promise.all(bodies.map((body) => queue.send(arnOf('letters'), body, {})));
  const kept = (await queue.messages(arnOf('letters'))).map((message) => message.body);
  expect(kept.toSorted()).toEqual(bodies.toSorted());
});

test.each(['arn:aws:sqs:eu-central-1:000000000000:../../x', 'arn:aws:sns:eu-central-1:000000000000:x', ''])(
  'the ARN "%s" is refused and nothing is written',
  async (arn) => {
    const { context } = await testCloud();
    const queue = createQueueService(context);
    await expect(queue.send(arn, 'x', {})).rejects.toThrow(/not the ARN of an SQS queue/);
    expect(await readdir(context.stateDirectory)).toEqual([]);
  },
);
