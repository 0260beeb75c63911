import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startDistribution } from '../cloudfront/distribution-service.ts';
import { startHttpApi } from '../http-api/http-api-service.ts';
import { startLambdaService } from '../lambda/lambda-service.ts';
import { provideDatabase } from '../rds/provide-database.ts';
import { createScheduler } from '../scheduler/scheduler-service.ts';
import type { CloudContext } from '../services.ts';
import { createQueueService } from '../sqs/queue-service.ts';
import { startS3Service } from '../s3/s3-service.ts';
import { ClosingStack } from './closing-stack.ts';
import { checkTypes, createResources } from './create-resources.ts';
import type { LocalCloud, Ports } from './local-cloud.ts';
import { type ReservedPort, reservePort } from './reserved-port.ts';
import { type StackDescription, stateCredentials } from './stack-file.ts';
import { readCloudAssembly } from './template/cloud-assembly.ts';
import { TemplateError } from './template/template-error.ts';

const HOST = '127.0.0.1';
const REGION = 'us-east-1';
const ACCOUNT_ID = '000000000000';
const PREFERRED_PORTS = { s3: 4566, dashboard: 4580, api: 4581, dataApi: 4582 };

export interface RunOptions {
  readonly cdkOut: string;
  readonly stateDirectory: string;
  /** Where an unpacked database server is kept between states. */
  readonly databaseCache: string;
  readonly log: (part: string, message: string) => void;
}

/** A running stack. */
export interface RunningStack {
  readonly description: StackDescription;
  close(): Promise<void>;
}

/** Runs a synthesized stack. What was started is stopped again if anything of it fails. */
export async function runStack(options: RunOptions): Promise<RunningStack> {
  const closing = new ClosingStack();
  try {
    const description = await start(options, closing);
    return { description, close: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function start(options: RunOptions, closing: ClosingStack): Promise<StackDescription> {
  const assembly = await readCloudAssembly(options.cdkOut);
  checkTypes(assembly);
  const { stateDirectory } = options;
  await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
  const credentials = await stateCredentials(stateDirectory);
  const context: CloudContext = {
    host: HOST,
    region: REGION,
    accountId: ACCOUNT_ID,
    credentials,
    stateDirectory,
    log: options.log,
  };
  const ports = await reservePorts();
  for (const { release } of Object.values(ports)) closing.add(Promise.resolve({ close: release }));
  const [database, s3] = await Promise.all([
    closing.add(provideDatabase(context, { cacheDirectory: options.databaseCache })),
    closing.add(on(ports.s3, (port) => startS3Service(context, { port }))),
  ]);
  const lambda = await closing.add(
    startLambdaService(context, {
      queue: createQueueService(context),
      clientEnvironment: {
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_ENDPOINT_URL_S3: s3.endpoint,
        AWS_ENDPOINT_URL_RDS_DATA: `http://${HOST}:${ports.dataApi.port}`,
      },
      logDirectory: join(stateDirectory, 'logs'),
    }),
  );
  const cloud = newCloud({ context, assembly, ports, s3, lambda, database });
  closing.add(Promise.resolve({ close: async () => cloud.dataApi?.close() }));
  const outputs = await createResources(cloud);
  const addresses = await open(cloud, closing);
  return describe(cloud, outputs, addresses);
}

/** Opens what people and events reach, once every resource is there. */
async function open(cloud: LocalCloud, closing: ClosingStack) {
  const { context, ports, lambda, s3 } = cloud;
  for (const configuration of cloud.functions.values()) lambda.register(configuration);
  for (const bucket of cloud.buckets.values()) {
    const notifications = cloud.notifications.get(bucket.name) ?? [];
    await s3.configureBucket({ ...bucket, notifications });
  }
  const [api, ...otherApis] = cloud.apis;
  const [distribution, ...otherDistributions] = cloud.distributions;
  if (api === undefined || distribution === undefined || otherApis.length + otherDistributions.length > 0) {
    throw new TemplateError('The local cloud runs exactly one HTTP API and one distribution.');
  }
  const [apiId, { routes, integrations, throttling }] = api;
  const httpApi = await closing.add(
    on(ports.api, (port) =>
      startHttpApi(context, {
        apiId,
        port,
        stage: '$default',
        lambda,
        routes: routes.map(({ routeKey, target }) => ({
          routeKey,
          functionArn: integrations.get(target) ?? '',
        })),
        ...(throttling === undefined ? {} : { throttling }),
      }),
    ),
  );
  const { defaultRootObject, ...behaviors } = distribution;
  const site = await closing.add(
    on(ports.dashboard, (port) =>
      startDistribution(context, {
        port,
        ...behaviors,
        ...(defaultRootObject === undefined ? {} : { defaultRootObject }),
      }),
    ),
  );
  const scheduler = createScheduler(context, (arn, input) => lambda.invokeAsync(arn, input));
  await closing.add(Promise.resolve(scheduler));
  for (const schedule of cloud.schedules) scheduler.add(schedule);
  await lambda.startQueue();
  await s3.startDelivery((arn, event) => lambda.invokeAsync(arn, event));
  return { apiUrl: `${httpApi.endpoint}/api`, dashboardUrl: site.endpoint };
}

function describe(
  { context, s3, dataApi }: LocalCloud,
  outputs: Readonly<Record<string, unknown>>,
  addresses: { readonly apiUrl: string; readonly dashboardUrl: string },
): StackDescription {
  const bucket = outputs.DataBucketName;
  if (typeof bucket !== 'string') throw new TemplateError('The stack has no output DataBucketName.');
  if (dataApi === undefined) throw new TemplateError('The stack has no database cluster with a secret.');
  const { endpoint, resourceArn, secretArn, database } = dataApi;
  return {
    status: 'starting',
    endpoint: s3.endpoint,
    region: context.region,
    credentials: context.credentials,
    bucket,
    ...addresses,
    token: '',
    dataApi: { endpoint, resourceArn, secretArn, database },
    pid: process.pid,
  };
}

function newCloud(
  parts: Pick<LocalCloud, 'context' | 'assembly' | 'ports' | 's3' | 'lambda' | 'database'>,
): LocalCloud {
  return {
    ...parts,
    buckets: new Map(),
    notifications: new Map(),
    functions: new Map(),
    layers: new Map(),
    databaseNames: new Map(),
    apis: new Map(),
    responseHeaders: new Map(),
    distributions: [],
    schedules: [],
    dataApi: undefined,
  };
}

async function reservePorts(): Promise<Ports> {
  const [s3, dashboard, api, dataApi] = await Promise.all([
    reservePort(HOST, PREFERRED_PORTS.s3),
    reservePort(HOST, PREFERRED_PORTS.dashboard),
    reservePort(HOST, PREFERRED_PORTS.api),
    reservePort(HOST, PREFERRED_PORTS.dataApi),
  ]);
  return { s3, dashboard, api, dataApi };
}

/** Starts a service on the port that was kept for it. */
async function on<T>(reserved: ReservedPort, start: (port: number) => Promise<T>): Promise<T> {
  await reserved.release();
  return start(reserved.port);
}
