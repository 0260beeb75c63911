import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import type { CloudContext, QueueMessage, QueueService } from '../services.ts';
import { OrderedFiles } from './ordered-files.ts';

const QUEUE_ARN = /^arn:[a-z-]+:sqs:[a-z0-9-]+:\d{12}:([A-Za-z0-9_-]{1,80}(?:\.fifo)?)$/;

const messageSchema = z.object({
  messageId: z.string(),
  sentAt: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), z.string()),
});

/** An ARN that names no SQS queue. */
export class QueueArnError extends Error {
  override readonly name = 'QueueArnError';

  constructor(queueArn: string) {
    super(`"${queueArn}" is not the ARN of an SQS queue.`);
  }
}

/**
 * Queues as folders of `<stateDirectory>/sqs`, made with their first message; messages stay until the folder is
 * emptied. Both calls throw QueueArnError on anything but a queue's ARN.
 */
export function createQueueService(context: CloudContext): QueueService {
  const queues = new Map<string, OrderedFiles>();
  const queueOf = (queueArn: string): OrderedFiles => {
    const queueName = QUEUE_ARN.exec(queueArn)?.[1];
    if (queueName === undefined) throw new QueueArnError(queueArn);
    const known = queues.get(queueName);
    if (known !== undefined) return known;
    const queue = new OrderedFiles(join(context.stateDirectory, 'sqs', queueName));
    queues.set(queueName, queue);
    return queue;
  };
  return {
    async send(queueArn, body, attributes) {
      const message: QueueMessage = {
        messageId: randomUUID(),
        sentAt: new Date().toISOString(),
        body,
        attributes,
      };
      await queueOf(queueArn).append(message);
    },
    async messages(queueArn) {
      const queue = queueOf(queueArn);
      const names = await queue.names();
      return Promise.all(names.map(async (name) => messageSchema.parse(await queue.read(name))));
    },
  };
}
