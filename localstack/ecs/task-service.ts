import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FunctionLog } from '../lambda/function-log.ts';
import { compileRuntime } from '../lambda/runtime-modules.ts';
import type { CloudContext, TaskConfiguration, TaskRule } from '../services.ts';
import { readContainerImage } from './container-image.ts';
import { EcsError } from './ecs-error.ts';
import { TaskBook } from './task-book.ts';
import { taskEvent } from './task-event.ts';
import { startTaskProcess, type TaskProcess } from './task-process.ts';
import { answeredTask, type TaskEnd, type TaskRecord } from './task-record.ts';
import type { DescribeTasksRequest, RunTaskRequest } from './task-requests.ts';

export interface TaskSettings {
  readonly clusterArns: readonly string[];
  readonly definitions: readonly TaskConfiguration[];
  readonly rules: readonly TaskRule[];
  readonly clientEnvironment: Readonly<Record<string, string>>;
  /** Each task definition logs to `<family>.log` in it. */
  readonly logDirectory: string;
  /** Resolves once the event is safely taken over. */
  readonly deliver: (functionArn: string, event: unknown) => Promise<void>;
}

/**
 * Runs tasks as processes. State is in `<stateDirectory>/ecs`. A task that was under way when the local cloud ended is
 * begun anew at the next start.
 */
export class Tasks {
  readonly #context: CloudContext;
  readonly #settings: TaskSettings;
  readonly #book: TaskBook;
  readonly #processes = new Set<TaskProcess>();
  readonly #directory: string;
  #preload = '';
  #isClosed = false;

  constructor(context: CloudContext, settings: TaskSettings) {
    this.#context = context;
    this.#settings = settings;
    this.#directory = join(context.stateDirectory, 'ecs');
    this.#book = new TaskBook(join(this.#directory, 'tasks'), (message) => this.#log(message));
  }

  /** Goes on with what was left over from before. */
  async open(): Promise<void> {
    await rm(join(this.#directory, 'tmp'), { recursive: true, force: true });
    this.#preload = await compileRuntime(this.#directory);
    for (const record of await this.#book.open()) {
      if (record.stopped === undefined) {
        this.#log(`task ${nameOf(record)} is begun anew`);
        void this.#run(record);
      } else if (!record.isTold) void this.#tell(record);
    }
  }

  /** @throws EcsError as ECS refuses a call */
  async runTask(request: RunTaskRequest) {
    const clusterArn = this.#clusterArn(request.cluster);
    const order = orderedTask(request, clusterArn, this.#definition(request.taskDefinition));
    const standing = this.#book.repeated(order);
    if (standing !== undefined) return { tasks: [answeredTask(standing)], failures: [] };
    await this.#book.add(order);
    void this.#run(order);
    return { tasks: [answeredTask(order)], failures: [] };
  }

  /** @throws EcsError for a cluster that is not there */
  describeTasks({ cluster, tasks }: DescribeTasksRequest) {
    const clusterArn = this.#clusterArn(cluster);
    const found = tasks.map((arn) => ({ arn, record: this.#book.find(clusterArn, arn) }));
    return {
      tasks: found.flatMap(({ record }) => (record === undefined ? [] : [answeredTask(record)])),
      failures: found.flatMap(({ arn, record }) =>
        record === undefined ? [{ arn, reason: 'MISSING' }] : [],
      ),
    };
  }

  /** Ends what is under way; it is begun anew at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const running of this.#processes) running.kill();
    await Promise.all([...this.#processes].map(({ ended }) => ended));
  }

  async #run(record: TaskRecord): Promise<void> {
    const end = await this.#endOf(record).catch((error: Error): TaskEnd => {
      return { stopCode: 'TaskFailedToStart', reason: error.message };
    });
    if (this.#isClosed) return;
    const stopped = { ...end, at: new Date().toISOString() };
    const how = end.exitCode === undefined ? end.reason : `exit code ${end.exitCode}`;
    this.#log(`task ${nameOf(record)} stopped: ${end.containerReason ?? how}`);
    await this.#tell(await this.#book.note({ ...record, lastStatus: 'STOPPED', stopped }));
  }

  async #endOf(record: TaskRecord): Promise<TaskEnd> {
    const { family, imageDirectory, memoryMb, environment } = this.#definition(record.taskDefinitionArn);
    const taskId = record.taskArn.split('/').at(-1)!;
    const temporaryDirectory = join(this.#directory, 'tmp', taskId);
    await mkdir(temporaryDirectory, { recursive: true });
    const image = await readContainerImage(imageDirectory);
    if (this.#isClosed) throw new Error('The local cloud has ended.');
    const running = startTaskProcess({
      ...{ context: this.#context, taskId: taskId.slice(0, 8), image, memoryMb, temporaryDirectory },
      environment: { ...environment, ...overriddenIn(record) },
      clientEnvironment: this.#settings.clientEnvironment,
      preload: this.#preload,
      log: new FunctionLog(join(this.#settings.logDirectory, `${family}.log`), (text) => this.#log(text)),
    });
    this.#processes.add(running);
    await this.#book.note({ ...record, lastStatus: 'RUNNING' });
    const end = await running.ended;
    this.#processes.delete(running);
    await rm(temporaryDirectory, { recursive: true, force: true });
    return end;
  }

  async #tell(record: TaskRecord): Promise<void> {
    const event = taskEvent(record, this.#context);
    const { rules, deliver } = this.#settings;
    try {
      for (const { matches, functionArn } of rules) if (matches(event)) await deliver(functionArn, event);
    } catch (error) {
      return this.#log(`the end of ${nameOf(record)} is told at the next start: ${(error as Error).message}`);
    }
    await this.#book.note({ ...record, isTold: true });
  }

  #clusterArn(reference: string): string {
    const { clusterArns } = this.#settings;
    const found = clusterArns.find((arn) => arn === reference || arn.endsWith(`/${reference}`));
    if (found !== undefined) return found;
    throw new EcsError('ClusterNotFoundException', 'Cluster not found.');
  }

  #definition(reference: string): TaskConfiguration {
    const { definitions } = this.#settings;
    const found = definitions.find(({ arn, family }) => arn === reference || family === reference);
    if (found !== undefined) return found;
    throw new EcsError('ClientException', `TaskDefinition not found: ${reference}`);
  }

  #log(message: string): void {
    this.#context.log('ecs', message);
  }
}

/** @throws EcsError `InvalidParameterException` where a container is overridden that the definition does not have */
function orderedTask(
  { clientToken, startedBy, overrides }: RunTaskRequest,
  clusterArn: string,
  { arn: taskDefinitionArn, containerName }: TaskConfiguration,
): TaskRecord {
  const other = overrides.containerOverrides.find(({ name }) => name !== containerName);
  if (other !== undefined) {
    const message = `Override for container named ${other.name} is not a container in the TaskDefinition.`;
    throw new EcsError('InvalidParameterException', message);
  }
  return {
    taskArn: `${clusterArn.replace(':cluster/', ':task/')}/${randomBytes(16).toString('hex')}`,
    ...{ clusterArn, taskDefinitionArn, containerName, overrides },
    ...(clientToken === undefined ? {} : { clientToken }),
    ...(startedBy === undefined ? {} : { startedBy }),
    ...{ lastStatus: 'PENDING', createdAt: new Date().toISOString(), isTold: false },
  };
}

function overriddenIn({ overrides }: TaskRecord): Record<string, string> {
  const variables = overrides.containerOverrides.flatMap(({ environment }) => environment);
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

/** Who started it says more than its ARN. */
function nameOf({ startedBy, taskArn }: TaskRecord): string {
  return startedBy ?? taskArn;
}
