import { randomUUID } from 'node:crypto';
import type { CloudContext } from '../services.ts';
import { describeTask, type TaskRecord } from './task-record.ts';

/** What EventBridge says of a task's state. Source: Amazon ECS Developer Guide, "Amazon ECS task state change events". */
export function taskEvent(record: TaskRecord, { accountId, region }: CloudContext) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    account: accountId,
    time: record.stopped?.at ?? record.createdAt,
    region,
    resources: [record.taskArn],
    detail: describeTask(record),
  };
}
