import { Duration } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Code,
  type IFunction,
  type ILayerVersion,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LambdaDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DataLake } from './data-lake.ts';
import type { FunctionBundles } from './function-bundles.ts';
import type { InsightsStore } from './insights-store.ts';
import { lambdaArchitecture, type Target } from './target.ts';

/** What every function of the stack shares. */
export interface FunctionDefaults {
  readonly bundles: FunctionBundles;
  readonly target: Target;
}

export interface ChurnFunctionProps extends FunctionDefaults {
  /** Its folder in functions/. */
  readonly name: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly memoryMb: number;
  /** Half the room for new objects: see nodeOptions. @default a twentieth of the memory */
  readonly semiSpaceMb?: number;
  /** @default none */
  readonly layers?: readonly ILayerVersion[];
  /** Where an event goes that failed twice. @default the function is never called asynchronously */
  readonly deadLetterQueue?: IQueue;
  /** Called with what failed twice. @default nobody */
  readonly onGivenUp?: IFunction;
}

/**
 * Lambda gives Node a twentieth of the memory for a half of the new objects and nine tenths for the old ones, but neither
 * where a function names one of them itself.
 */
function nodeOptions({ semiSpaceMb, memoryMb }: ChurnFunctionProps): string {
  const spaces =
    semiSpaceMb === undefined
      ? []
      : [`--max-semi-space-size=${semiSpaceMb}`, `--max-old-space-size=${Math.floor(0.9 * memoryMb)}`];
  return ['--enable-source-maps', ...spaces].join(' ');
}

/** A function of ours. A resource it may use and the variable that names it are given together or not at all. */
export class ChurnFunction extends LambdaFunction {
  /** Its name in the log and the metrics. */
  readonly service: string;

  constructor(scope: Construct, id: string, props: ChurnFunctionProps) {
    super(scope, id, {
      description: props.description,
      code: Code.fromAsset(props.bundles.directoryOf(props.name)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: lambdaArchitecture(props.target),
      timeout: props.timeout,
      memorySize: props.memoryMb,
      layers: [...(props.layers ?? [])],
      // Lambda's own segments, and their ids in each log line. The X-Ray SDK would add 135 kB and 25 ms to a cold start.
      tracing: Tracing.ACTIVE,
      environment: {
        CODE_VERSION: props.bundles.versionOf(props.name),
        NODE_OPTIONS: nodeOptions(props),
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
      logGroup: new LogGroup(scope, `${id}Log`, { retention: RetentionDays.THREE_MONTHS }),
      ...(props.deadLetterQueue === undefined
        ? {}
        : { deadLetterQueue: props.deadLetterQueue, retryAttempts: 1, maxEventAge: Duration.hours(6) }),
      ...(props.onGivenUp === undefined ? {} : { onFailure: new LambdaDestination(props.onGivenUp) }),
    });
    this.service = props.name;
  }

  /** Lets the function read and write under these prefixes of the data bucket, and no others. */
  useLake(
    lake: DataLake,
    access: { readonly read: readonly string[]; readonly write: readonly string[] },
  ): this {
    this.addEnvironment('DATA_BUCKET', lake.bucket.bucketName);
    lake.grantList(this as IGrantable);
    for (const prefix of access.read) lake.grantRead(this as IGrantable, prefix);
    for (const prefix of access.write) lake.grantWrite(this as IGrantable, prefix);
    return this;
  }

  /** Lets the function, and whoever has an address that it signed, put files under raw/; it may read nothing. */
  useUploads({ bucket }: DataLake): this {
    this.addEnvironment('DATA_BUCKET', bucket.bucketName);
    this.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [bucket.arnForObjects('raw/*')] }),
    );
    return this;
  }

  /** Lets the function run SQL through the Data API. */
  useInsightsStore(store: InsightsStore): this {
    this.addEnvironment('CLUSTER_ARN', store.cluster.clusterArn);
    this.addEnvironment('CLUSTER_SECRET_ARN', store.secret.secretArn);
    this.addEnvironment('DATABASE_NAME', store.databaseName);
    this.addEnvironment('KEPT_RUNS', String(store.keptRuns));
    store.cluster.grantDataApiAccess(this);
    return this;
  }
}
