import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { startDistribution } from '../cloudfront/distribution-service.ts';
import { startUserPool } from '../cognito/user-pool-service.ts';
import { startEcs } from '../ecs/ecs-service.ts';
import { startHttpApi } from '../http-api/http-api-service.ts';
import { startLambdaService } from '../lambda/lambda-service.ts';
import { objectReader } from '../rds/object-reader.ts';
import { provideDatabase } from '../rds/provide-database.ts';
import { startDataApi } from '../rds/start-data-api.ts';
import { startS3Service } from '../s3/s3-service.ts';
import { createScheduler } from '../scheduler/scheduler-service.ts';
import type { CloudContext, LambdaService, S3Service } from '../services.ts';
import { createQueueService } from '../sqs/queue-service.ts';
import { startStepFunctions } from '../step-functions/step-functions-service.ts';
import { assetDirectory } from '../template/asset-directory.ts';
import type { ClosingStack } from './closing-stack.ts';
import { deployToBucket } from './deploy/bucket-deployment.ts';
import { distributionOptions } from './deploy/distribution-options.ts';
import { functionConfiguration } from './deploy/function-code.ts';
import { callTrigger } from './deploy/function-trigger.ts';
import { httpApiOptions } from './deploy/http-api-options.ts';
import type { LocalIdentity } from './local-identity.ts';
import type { CloudPlan } from './plan/cloud-plan.ts';
import { onPort, type Ports } from './reserved-ports.ts';

export interface CloudParts {
  readonly context: CloudContext;
  readonly plan: CloudPlan;
  /** Of the plan's user pool. */
  readonly identity: LocalIdentity | undefined;
  readonly ports: Ports;
  /** Takes what is started, at the moment that it is. */
  readonly closing: ClosingStack;
  /** Where an unpacked database server is kept, over all state folders. */
  readonly databaseCache: string;
  readonly signal: AbortSignal;
}

/** Starts the services, makes all that the plan holds, and then lets events and people in. */
export async function startCloud(parts: CloudParts): Promise<void> {
  const { context, plan, ports, closing, signal } = parts;
  const [s3] = await settled([startS3(parts), plan.clusters.length > 0 ? startDatabase(parts) : undefined]);
  signal.throwIfAborted();
  const lambda = await startLambdaService(context, {
    queue: createQueueService(context),
    clientEnvironment: {
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_ENDPOINT_URL_RDS_DATA: `http://${context.host}:${ports.dataApi.port}`,
      AWS_ENDPOINT_URL_ECS: `http://${context.host}:${ports.ecs.port}`,
      AWS_ENDPOINT_URL_SFN: `http://${context.host}:${ports.stepFunctions.port}`,
    },
    logDirectory: join(context.stateDirectory, 'logs'),
  });
  closing.add('lambda', () => lambda.close());
  const { region, credentials } = context;
  const client = new S3Client({
    endpoint: s3.endpoint,
    region,
    credentials: { ...credentials },
    forcePathStyle: true,
  });
  closing.add('the S3 client', () => client.destroy());
  await makeResources(parts, s3, lambda, client);
  await open(parts, s3, lambda, client);
}

async function startS3({ context, ports, closing }: CloudParts): Promise<S3Service> {
  const s3 = await onPort(ports.s3, (port) => startS3Service(context, { port }));
  closing.add('s3', () => s3.close());
  return s3;
}

async function startDatabase({ context, plan, ports, closing, databaseCache }: CloudParts): Promise<void> {
  const { region, credentials, host } = context;
  const endpoint = `http://${host}:${ports.s3.port}`;
  const client = new S3Client({ endpoint, region, credentials: { ...credentials }, forcePathStyle: true });
  closing.add('the S3 client of the data API', () => client.destroy());
  const readObject = objectReader(client);
  const server = await provideDatabase(context, { cacheDirectory: databaseCache });
  closing.add('the database', () => server.close());
  context.log('database', server.description);
  const { clusters } = plan;
  const dataApi = await onPort(ports.dataApi, (port) =>
    startDataApi(context, { port, server, clusters, readObject }),
  );
  closing.add('the data API', () => dataApi.close());
}

/** Waits for both, so that nothing starts any more after the first failed. */
async function settled<T, U>(
  starting: readonly [Promise<T>, Promise<U> | undefined],
): Promise<[T, U | undefined]> {
  await Promise.allSettled(starting);
  return [await starting[0], await starting[1]];
}

/** Buckets and functions first, which do nothing by themselves, then the deployment's steps in their order. */
async function makeResources(
  { context, plan, signal }: CloudParts,
  s3: S3Service,
  lambda: LambdaService,
  client: S3Client,
): Promise<void> {
  const unpacked = join(context.stateDirectory, 'assets');
  const inlineDirectory = join(context.stateDirectory, 'inline');
  const directoryOf = (asset: string) => assetDirectory(asset, unpacked);
  for (const bucket of plan.buckets) await s3.configureBucket(bucket);
  for (const planned of plan.functions) {
    lambda.register(await functionConfiguration(planned, { inlineDirectory, directoryOf }));
  }
  for (const step of plan.steps) {
    signal.throwIfAborted();
    if (step.kind === 'trigger') await callTrigger(step, lambda);
    else await deployToBucket(step, { s3, client, directoryOf });
  }
}

async function open(
  parts: CloudParts,
  s3: S3Service,
  lambda: LambdaService,
  client: S3Client,
): Promise<void> {
  const { context, plan, closing, signal } = parts;
  signal.throwIfAborted();
  await startTasks(parts, s3, lambda);
  await startStateMachines(parts, lambda);
  await lambda.startQueue();
  await s3.startDelivery((functionArn, event) => lambda.invokeAsync(functionArn, event));
  const scheduler = createScheduler(context, (functionArn, input) => lambda.invokeAsync(functionArn, input));
  closing.add('the scheduler', () => scheduler.close());
  for (const { timezone, ...schedule } of plan.schedules) {
    scheduler.add({ ...schedule, ...(timezone === undefined ? {} : { timezone }) });
  }
  await startSignIn(parts);
  await startFront(parts, lambda, client);
}

async function startTasks(
  { context, plan, ports, closing }: CloudParts,
  s3: S3Service,
  lambda: LambdaService,
) {
  const { tasks } = plan;
  if (tasks === undefined) return;
  const service = await onPort(ports.ecs, (port) =>
    startEcs(context, {
      ...tasks,
      port,
      clientEnvironment: { AWS_ENDPOINT_URL_S3: s3.endpoint },
      logDirectory: join(context.stateDirectory, 'logs'),
      deliver: (functionArn, event) => lambda.invokeAsync(functionArn, event),
    }),
  );
  closing.add('ECS', () => service.close());
}

async function startStateMachines(
  { context, plan: { stateMachines }, ports, closing }: CloudParts,
  lambda: LambdaService,
): Promise<void> {
  if (stateMachines.length === 0) return;
  const service = await onPort(ports.stepFunctions, (port) =>
    startStepFunctions(context, { port, stateMachines, lambda }),
  );
  closing.add('Step Functions', () => service.close());
}

async function startSignIn({ context, plan, identity, ports, closing }: CloudParts): Promise<void> {
  if (plan.userPool === undefined || identity === undefined) return;
  const { clients } = plan.userPool;
  const { secrets } = identity;
  const service = await onPort(ports.userPool, (port) => startUserPool(context, { port, clients, secrets }));
  closing.add('the user pool', () => service.close());
}

/** What people and programs reach: the API, and the dashboard before it. */
async function startFront(
  { context, plan: { api, distribution }, ports, closing }: CloudParts,
  lambda: LambdaService,
  client: S3Client,
): Promise<void> {
  if (api !== undefined) {
    const options = { ...httpApiOptions(api), lambda };
    const service = await onPort(ports.api, (port) => startHttpApi(context, { ...options, port }));
    closing.add('the HTTP API', () => service.close());
  }
  if (distribution !== undefined) {
    const service = await onPort(ports.dashboard, (port) =>
      startDistribution(context, distributionOptions(distribution, port, client)),
    );
    closing.add('the distribution', () => service.close());
  }
}
