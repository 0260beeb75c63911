import { createHash } from 'node:crypto';
import { ConflictException, ECSClient, RunTaskCommand, type RunTaskResponse } from '@aws-sdk/client-ecs';
import { ChurnError } from '#core/errors.ts';
import { requiredEnvironment } from '../environment.ts';
import type { TrainingOrder, TrainingTasks } from './training-tasks.ts';

/** ECS takes tokens of at most 64 characters. */
const TOKEN_CHARACTERS = 64;

/**
 * Training tasks on Fargate, as the template's variables describe them. The token makes ECS start one task an occasion;
 * `startedBy` is the run, by which a task's end is told.
 */
export function ecsTrainingTasks(client: Pick<ECSClient, 'send'> = new ECSClient({})): TrainingTasks {
  const settings = {
    cluster: requiredEnvironment('TASK_CLUSTER'),
    taskDefinition: requiredEnvironment('TASK_DEFINITION'),
    container: requiredEnvironment('TASK_CONTAINER'),
    subnets: requiredEnvironment('TASK_SUBNETS').split(','),
    securityGroups: [requiredEnvironment('TASK_SECURITY_GROUP')],
  };
  return {
    async start(order) {
      try {
        requireTask(await client.send(runTaskCommand(order, settings)));
        return 'started';
      } catch (error) {
        if (error instanceof ConflictException) return 'started before';
        throw error;
      }
    },
  };
}

interface TaskSettings {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly container: string;
  readonly subnets: string[];
  readonly securityGroups: string[];
}

function runTaskCommand({ runId, occasion }: TrainingOrder, settings: TaskSettings): RunTaskCommand {
  const { cluster, taskDefinition, container, subnets, securityGroups } = settings;
  const environment = [{ name: 'RUN_ID', value: runId }];
  return new RunTaskCommand({
    cluster,
    taskDefinition,
    launchType: 'FARGATE',
    count: 1,
    startedBy: runId,
    clientToken: createHash('sha256').update(`${runId} ${occasion}`).digest('hex').slice(0, TOKEN_CHARACTERS),
    // The subnets have no other way out to the registry of images.
    networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups, assignPublicIp: 'ENABLED' } },
    overrides: { containerOverrides: [{ name: container, environment }] },
  });
}

/** ECS answers well and says in the answer that it could not. */
function requireTask({ tasks = [], failures = [] }: RunTaskResponse): void {
  if (tasks.length > 0) return;
  const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': '));
  throw new ChurnError(
    'TASK_NOT_STARTED',
    `The training task was not started: ${reasons.join('; ') || 'ECS gave no reason'}.`,
  );
}
