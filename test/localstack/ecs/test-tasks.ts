import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECSClient, RunTaskCommand, type RunTaskCommandInput } from '@aws-sdk/client-ecs';
import { onTestFinished } from 'vitest';
import { startEcs } from '../../../localstack/ecs/ecs-service.ts';
import { parseEventPattern } from '../../../localstack/ecs/event-pattern.ts';
import type { CloudContext, EcsService, TaskRule } from '../../../localstack/services.ts';
import { contextIn } from '../lambda/bundles.ts';

export const CLUSTER = 'arn:aws:ecs:eu-central-1:000000000000:cluster/Work';
export const DEFINITION = 'arn:aws:ecs:eu-central-1:000000000000:task-definition/Train:1';

const DOCKERFILE =
  'FROM node:24-slim\nWORKDIR /task\nCOPY . .\nENV FROM_IMAGE=yes\nCMD ["node", "task.js"]\n';

/** What a rule told a function. */
export interface Told {
  readonly functionArn: string;
  readonly event: {
    readonly source: string;
    readonly detail: {
      readonly startedBy?: string;
      readonly stopCode?: string;
      readonly containers: ReadonlyArray<{ readonly exitCode?: number; readonly reason?: string }>;
    };
  };
}

/** A folder for a cloud with one image, whose task.js is this text; both go with the test. */
export async function cloudWithTask(
  code: string,
): Promise<{ context: CloudContext; imageDirectory: string }> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'local-ecs-'));
  onTestFinished(() => rm(stateDirectory, { recursive: true, force: true, maxRetries: 5 }));
  const imageDirectory = join(stateDirectory, 'image');
  await mkdir(imageDirectory);
  await writeFile(join(imageDirectory, 'Dockerfile'), DOCKERFILE);
  await writeFile(join(imageDirectory, 'package.json'), '{ "type": "commonjs" }');
  await writeFile(join(imageDirectory, 'task.js'), code);
  return { context: contextIn(stateDirectory, () => {}), imageDirectory };
}

export interface RunningEcs {
  readonly service: EcsService;
  readonly client: ECSClient;
  readonly told: readonly Told[];
  /** Resolves with the end of a task as it was told. */
  nextEnd(): Promise<Told>;
}

/** ECS over the cloud's folder, with a rule that hears of every end. */
export async function ecsIn(
  { context, imageDirectory }: { context: CloudContext; imageDirectory: string },
  { memoryMb = 512, deliver }: { memoryMb?: number; deliver?: () => Promise<void> } = {},
): Promise<RunningEcs> {
  const told: Told[] = [];
  const waiting: ((end: Told) => void)[] = [];
  const rule: TaskRule = {
    matches: parseEventPattern({ source: ['aws.ecs'], detail: { lastStatus: ['STOPPED'] } }),
    functionArn: 'arn:of:the:function',
  };
  const service = await startEcs(context, {
    ...{ port: 0, clusterArns: [CLUSTER], rules: [rule] },
    definitions: [
      {
        ...{ arn: DEFINITION, family: 'Train', containerName: 'training', imageDirectory, memoryMb },
        environment: { FROM_DEFINITION: 'yes', RUN_ID: 'none' },
      },
    ],
    clientEnvironment: { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' },
    logDirectory: join(context.stateDirectory, 'logs'),
    deliver: async (functionArn, event) => {
      await deliver?.();
      const end = { functionArn, event: event as Told['event'] };
      told.push(end);
      waiting.shift()?.(end);
    },
  });
  onTestFinished(() => service.close());
  const { region, credentials } = context;
  const client = new ECSClient({ endpoint: service.endpoint, region, credentials, maxAttempts: 1 });
  return { service, client, told, nextEnd: () => new Promise((resolve) => waiting.push(resolve)) };
}

/** A call as the platform makes it. */
export const runTask = (overrides: Partial<RunTaskCommandInput> = {}) =>
  new RunTaskCommand({
    ...{ cluster: CLUSTER, taskDefinition: DEFINITION, launchType: 'FARGATE', count: 1 },
    startedBy: '20261122T090010Z-3f9a01bc',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], assignPublicIp: 'ENABLED' } },
    overrides: {
      containerOverrides: [{ name: 'training', environment: [{ name: 'RUN_ID', value: 'r-1' }] }],
    },
    ...overrides,
  });
