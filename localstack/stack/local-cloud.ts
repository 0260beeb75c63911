import type { Behavior, ErrorResponse, PolicyHeader } from '../cloudfront/distribution-options.ts';
import type { DatabaseServer } from '../rds/database-server.ts';
import type {
  BucketConfiguration,
  BucketNotification,
  CloudContext,
  DataApiService,
  FunctionConfiguration,
  LambdaService,
  S3Service,
} from '../services.ts';
import type { ReservedPort } from './reserved-port.ts';
import type { CloudAssembly } from './template/cloud-assembly.ts';
import type { PhysicalResource } from './template/intrinsics.ts';

/** Ports of the addresses that people see, chosen before anything is made because resources refer to them. */
export interface Ports {
  readonly s3: ReservedPort;
  readonly dashboard: ReservedPort;
  readonly api: ReservedPort;
  readonly dataApi: ReservedPort;
}

export interface PlannedApi {
  readonly routes: { readonly routeKey: string; readonly target: string }[];
  readonly integrations: Map<string, string>;
  throttling: { readonly rateLimit: number; readonly burstLimit: number } | undefined;
}

export interface PlannedDistribution {
  readonly defaultRootObject: string | undefined;
  readonly behaviors: readonly Behavior[];
  readonly errorResponses: readonly ErrorResponse[];
}

export interface PlannedSchedule {
  readonly name: string;
  readonly expression: string;
  readonly timezone: string;
  readonly functionArn: string;
  readonly input: unknown;
}

/** Everything a provider may use or add to while the template's resources are made one after the other. */
export interface LocalCloud {
  readonly context: CloudContext;
  readonly assembly: CloudAssembly;
  readonly ports: Ports;
  readonly s3: S3Service;
  readonly lambda: LambdaService;
  readonly database: DatabaseServer;
  readonly buckets: Map<string, BucketConfiguration>;
  readonly notifications: Map<string, readonly BucketNotification[]>;
  readonly functions: Map<string, FunctionConfiguration>;
  readonly layers: Map<string, string>;
  /** Database of each cluster, by the cluster's name. */
  readonly databaseNames: Map<string, string>;
  readonly apis: Map<string, PlannedApi>;
  readonly responseHeaders: Map<string, readonly PolicyHeader[]>;
  readonly distributions: PlannedDistribution[];
  readonly schedules: PlannedSchedule[];
  dataApi:
    | (DataApiService & {
        readonly resourceArn: string;
        readonly secretArn: string;
        readonly database: string;
      })
    | undefined;
}

/** A resource of the template with its intrinsics resolved. */
export interface ResolvedResource {
  readonly id: string;
  readonly type: string;
  /** Its name in the local cloud: the same at every start. */
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Makes one type of resource. */
export type Provider = (
  resource: ResolvedResource,
  cloud: LocalCloud,
) => PhysicalResource | Promise<PhysicalResource>;
