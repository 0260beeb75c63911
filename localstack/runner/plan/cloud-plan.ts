import type { PolicyHeader } from '../../cloudfront/distribution-options.ts';
import type { ClusterTarget } from '../../rds/start-data-api.ts';
import type {
  BucketNotification,
  CorsRule,
  FunctionConfiguration,
  HttpApiRoute,
  StateMachineConfiguration,
  TaskConfiguration,
  TaskRule,
  Throttling,
  UserPoolClient,
} from '../../services.ts';

/** All that a template makes, as far as it does anything on this machine; nothing in it is started yet. */
export interface CloudPlan {
  readonly stackName: string;
  /** How many resources of the template it stands for. */
  readonly resources: number;
  readonly buckets: readonly PlannedBucket[];
  readonly functions: readonly PlannedFunction[];
  readonly clusters: readonly ClusterTarget[];
  /** What a deployment does, in its order. */
  readonly steps: readonly DeploymentStep[];
  readonly schedules: readonly PlannedSchedule[];
  /** Undefined where the template has no ECS cluster. */
  readonly tasks: PlannedTasks | undefined;
  readonly stateMachines: readonly StateMachineConfiguration[];
  readonly api: PlannedApi | undefined;
  readonly distribution: PlannedDistribution | undefined;
  readonly userPool: PlannedUserPool | undefined;
  /** The value of a template's output, undefined where it has none. @throws TemplateError where it cannot be told */
  output(name: string): string | undefined;
}

export interface PlannedBucket {
  readonly name: string;
  readonly versioning: boolean;
  readonly cors: readonly CorsRule[];
  /** Filled by the bucket itself or by what comes after it. */
  readonly notifications: BucketNotification[];
}

/** Where code comes from: a folder or .zip file of the cloud assembly, or a text of the template. */
export type CodeSource =
  | { readonly kind: 'asset'; readonly path: string }
  | { readonly kind: 'inline'; readonly text: string };

export interface PlannedFunction
  extends Omit<
    FunctionConfiguration,
    'codeDirectory' | 'layerDirectories' | 'asyncRetries' | 'deadLetterQueueArn' | 'onFailureFunctionArn'
  > {
  readonly code: CodeSource;
  /** Assets. */
  readonly layers: readonly string[];
  asyncRetries: number;
  deadLetterQueueArn: string | undefined;
  onFailureFunctionArn: string | undefined;
}

/** A thing done once at every start, after all that it depends on. */
export type DeploymentStep = BucketDeployment | FunctionTrigger;

export interface BucketDeployment {
  readonly kind: 'bucket-deployment';
  readonly logicalId: string;
  /** Assets; a file of a later one replaces that of an earlier one. */
  readonly sources: readonly string[];
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly keyPrefix: string;
  /** Whether keys under the prefix go that no source has. */
  readonly prune: boolean;
  readonly cacheControl: string | undefined;
  readonly contentType: string | undefined;
  /** Texts that stand in the sources' files for values known only when the template is deployed. */
  readonly markers: ReadonlyMap<string, string>;
  /** Where on this machine the addresses are that come of it. */
  readonly addresses: ReadonlyMap<string, string>;
}

export interface FunctionTrigger {
  readonly kind: 'trigger';
  readonly logicalId: string;
  readonly functionArn: string;
  readonly waits: boolean;
}

export interface PlannedSchedule {
  readonly name: string;
  readonly expression: string;
  readonly timezone: string | undefined;
  readonly functionArn: string;
  readonly input: unknown;
}

/** What ECS runs. */
export interface PlannedTasks {
  readonly clusterArns: string[];
  readonly definitions: TaskConfiguration[];
  readonly rules: TaskRule[];
}

export interface PlannedApi {
  readonly apiId: string;
  readonly routes: HttpApiRoute[];
  stage: string | undefined;
  stageVariables: Readonly<Record<string, string>>;
  throttling: Throttling | undefined;
  /** By route key; the routes come before the stage or after it. */
  routeThrottling: Readonly<Record<string, Throttling>>;
}

/** The user pool whose tokens the API takes. */
export interface PlannedUserPool {
  readonly poolId: string;
  /** `<resource server>/<scope>` of every resource server. */
  readonly scopes: string[];
  readonly clients: UserPoolClient[];
}

export interface PlannedDistribution {
  readonly defaultRootObject: string | undefined;
  /** In order of precedence; the last one is the default. */
  readonly behaviors: readonly PlannedBehavior[];
  readonly errorResponses: ReadonlyArray<{
    readonly errorCode: number;
    readonly responseCode: number;
    readonly responsePagePath: string;
  }>;
}

export type PlannedOrigin =
  | { readonly kind: 's3'; readonly bucket: string; readonly keyPrefix: string }
  | { readonly kind: 'http'; readonly endpoint: string };

export interface PlannedBehavior {
  readonly pathPattern: string;
  readonly origin: PlannedOrigin;
  readonly allowedMethods: readonly string[];
  readonly responseHeaders: readonly PolicyHeader[];
  readonly compress: boolean;
}
