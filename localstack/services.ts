/** The interfaces between the parts of the local cloud; each part lives in the folder of its name. */

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Where the local cloud lives: one account, one region, one folder. */
export interface CloudContext {
  readonly host: string;
  readonly region: string;
  readonly accountId: string;
  readonly credentials: Credentials;
  /** `.local`: everything that survives a restart. Each part keeps to its own folder in it. */
  readonly stateDirectory: string;
  readonly log: (part: string, message: string) => void;
}

/** A service at an address of its own. */
export interface ListeningService {
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface BucketNotification {
  /** e.g. `s3:ObjectCreated:*` */
  readonly events: readonly string[];
  readonly prefix?: string;
  readonly suffix?: string;
  readonly functionArn: string;
}

export interface CorsRule {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
}

export interface BucketConfiguration {
  readonly name: string;
  readonly versioning: boolean;
  readonly cors: readonly CorsRule[];
  readonly notifications: readonly BucketNotification[];
}

/** The S3 endpoint. An acknowledged object and its events survive kill -9; events are delivered at least once. */
export interface S3Service {
  readonly endpoint: string;
  readonly port: number;
  /** Creates the bucket where it is missing and sets its configuration. */
  configureBucket(bucket: BucketConfiguration): Promise<void>;
  /** Starts delivery, first of events left over from before. `deliver` resolves once the event is safely taken over. */
  startDelivery(deliver: (functionArn: string, event: unknown) => Promise<void>): Promise<void>;
  /** Puts files without a client, for deployments; answers as PutObject would. */
  putObject(bucket: string, key: string, body: Uint8Array, contentType: string): Promise<void>;
  getObject(
    bucket: string,
    key: string,
  ): Promise<{ readonly body: Uint8Array; readonly contentType: string; readonly etag: string } | undefined>;
  deleteObject(bucket: string, key: string): Promise<void>;
  listKeys(bucket: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface FunctionConfiguration {
  readonly name: string;
  readonly arn: string;
  /** The unpacked asset, and the layers' unpacked assets (each with `nodejs/node_modules`). */
  readonly codeDirectory: string;
  readonly layerDirectories: readonly string[];
  /** e.g. `index.handler` */
  readonly handler: string;
  readonly runtime: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly ephemeralStorageMb: number;
  readonly reservedConcurrency?: number;
  /** Retries of an asynchronous call after its first failure, 0 to 2. */
  readonly asyncRetries: number;
  readonly deadLetterQueueArn?: string;
  /** Called asynchronously with the record of a call that failed for good. */
  readonly onFailureFunctionArn?: string;
}

export interface InvocationResult {
  /** The handler's answer as JSON text, or the error document where `functionError` is set. */
  readonly payload: string;
  readonly functionError?: 'Handled' | 'Unhandled';
}

/** Lambda: real handlers in child processes, by AWS's runtime interface client. */
export interface LambdaService {
  register(configuration: FunctionConfiguration): void;
  invoke(functionArn: string, event: unknown): Promise<InvocationResult>;
  /** Resolves once the call is on disk; it is then made at least once, retried, and dead-lettered. */
  invokeAsync(functionArn: string, event: unknown): Promise<void>;
  /** Starts working off calls, first those left over from before; all functions are registered by then. */
  startQueue(): Promise<void>;
  close(): Promise<void>;
}

/** A task definition of one container, whose image is a folder with a Dockerfile. */
export interface TaskConfiguration {
  readonly arn: string;
  readonly family: string;
  readonly containerName: string;
  readonly imageDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
}

/** An EventBridge rule that waits for the ends of tasks. */
export interface TaskRule {
  readonly matches: (event: unknown) => boolean;
  readonly functionArn: string;
}

/** ECS as far as single tasks need it: each is a process, begun anew where the local cloud ended under it. */
export type EcsService = ListeningService;

/** A state machine and its definition in the Amazon States Language. */
export interface StateMachineConfiguration {
  readonly arn: string;
  readonly name: string;
  /** JSON text. */
  readonly definition: string;
}

/** Step Functions: executions of state machines, begun anew where the local cloud ended under them. */
export type StepFunctionsService = ListeningService;

/** SQS as far as dead letters need it: messages kept in files, in order. */
export interface QueueService {
  send(queueArn: string, body: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  messages(queueArn: string): Promise<readonly QueueMessage[]>;
}

export interface QueueMessage {
  readonly messageId: string;
  readonly sentAt: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The RDS Data API over a private MariaDB or MySQL. */
export type DataApiService = ListeningService;

export interface HttpApiRoute {
  /** e.g. `GET /api/kpis`, `ANY /api/{proxy+}`, `$default` */
  readonly routeKey: string;
  readonly functionArn: string;
  /** What a caller must show. @default nothing: everybody may call */
  readonly authorization?: RouteAuthorization;
  /** @default the stage's */
  readonly throttling?: Throttling;
}

/** How many requests pass: so many a second, and so many at once after a rest. */
export interface Throttling {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** A token of this issuer, made for one of these audiences, with one of these scopes; no scopes ask for none. */
export interface RouteAuthorization {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
}

/** One HTTP API (payload format 2.0) on a port of its own. */
export type HttpApiService = ListeningService;

/** One CloudFront distribution on a port of its own. */
export type DistributionService = ListeningService;

/** EventBridge Scheduler: `cron(...)`, `rate(...)` and `at(...)`. */
export interface SchedulerService {
  add(schedule: {
    readonly name: string;
    readonly expression: string;
    readonly timezone?: string;
    readonly functionArn: string;
    readonly input: unknown;
  }): void;
  close(): Promise<void>;
}

/** An app client of a user pool: a program that people sign in to, or one that signs in itself. */
export interface UserPoolClient {
  readonly clientId: string;
  readonly hasSecret: boolean;
  readonly flows: ReadonlyArray<'code' | 'client_credentials'>;
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  /** Whether each use of a refresh token replaces it. */
  readonly rotatesRefreshTokens: boolean;
}

/** A user pool with its hosted sign-in page and its token endpoint, on a port of its own. */
export interface UserPoolService {
  /** The issuer of its tokens too. */
  readonly endpoint: string;
  close(): Promise<void>;
}
