import * as z from 'zod';
import { physicalName } from '../physical-names.ts';
import { arnOf, provider } from '../provider.ts';

/** A queue, as far as dead letters need one: nobody can receive from it but by looking into the state folder. */
export const queueProvider = provider(
  { QueueName: z.string().optional() },
  [
    'KmsDataKeyReusePeriodSeconds',
    'KmsMasterKeyId',
    'MaximumMessageSize',
    'MessageRetentionPeriod',
    'ReceiveMessageWaitTimeSeconds',
    'RedriveAllowPolicy',
    'SqsManagedSseEnabled',
    'Tags',
    'VisibilityTimeout',
  ],
  ({ QueueName }, context) => {
    const { place, logicalId, draft } = context;
    const name = QueueName ?? physicalName(place.stackName, logicalId, 80);
    const arn = arnOf(context, 'sqs', name);
    draft.queueArns.add(arn);
    const url = `https://sqs.${place.region}.amazonaws.com/${place.accountId}/${name}`;
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  },
);
