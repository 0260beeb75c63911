import { isDeepStrictEqual } from 'node:util';
import { EcsError } from './ecs-error.ts';
import { TaskFiles } from './task-files.ts';
import type { TaskRecord } from './task-record.ts';

/** The tasks there are, in memory and in files. */
export class TaskBook {
  readonly #files: TaskFiles;
  readonly #records = new Map<string, TaskRecord>();
  readonly #warn: (message: string) => void;

  constructor(directory: string, warn: (message: string) => void) {
    this.#files = new TaskFiles(directory);
    this.#warn = warn;
  }

  /** What was left over from before. */
  async open(): Promise<readonly TaskRecord[]> {
    const records = await this.#files.readAll(Date.now());
    for (const record of records) this.#records.set(record.taskArn, record);
    return records;
  }

  /** Resolves once the task is on disk: only then may it be acknowledged. */
  async add(record: TaskRecord): Promise<void> {
    this.#records.set(record.taskArn, record);
    await this.#files.write(record);
  }

  /** Notes how a task stands; where the disk does not take that, it is as before after a restart. */
  async note(record: TaskRecord): Promise<TaskRecord> {
    await this.add(record).catch((error: Error) => this.#warn(`a task cannot be noted: ${error.message}`));
    return record;
  }

  /** A cluster's task by its ARN or the ARN's last part. */
  find(clusterArn: string, reference: string): TaskRecord | undefined {
    return [...this.#records.values()].find(
      (record) =>
        record.clusterArn === clusterArn &&
        (record.taskArn === reference || record.taskArn.endsWith(`/${reference}`)),
    );
  }

  /**
   * The task that an order's token stands for already; undefined where it is a new one, or has no token.
   * @throws EcsError `ConflictException` where that task has stopped, or was ordered otherwise
   */
  repeated(order: TaskRecord): TaskRecord | undefined {
    const { clientToken } = order;
    if (clientToken === undefined) return undefined;
    const standing = [...this.#records.values()].find((record) => record.clientToken === clientToken);
    if (standing === undefined) return undefined;
    if (standing.stopped === undefined && isDeepStrictEqual(orderOf(standing), orderOf(order)))
      return standing;
    throw new EcsError('ConflictException', 'The RunTask request could not be processed due to conflicts.');
  }
}

function orderOf({ clusterArn, taskDefinitionArn, startedBy, overrides }: TaskRecord) {
  return { clusterArn, taskDefinitionArn, startedBy, overrides };
}
