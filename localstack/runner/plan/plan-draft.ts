import type { PolicyHeader } from '../../cloudfront/distribution-options.ts';
import type { ClusterTarget } from '../../rds/start-data-api.ts';
import type { RouteAuthorization, StateMachineConfiguration } from '../../services.ts';
import { isObject } from '../../template/template.ts';
import { TemplateError } from '../../template/template-error.ts';
import type {
  DeploymentStep,
  PlannedApi,
  PlannedBucket,
  PlannedDistribution,
  PlannedFunction,
  PlannedSchedule,
  PlannedTasks,
  PlannedUserPool,
} from './cloud-plan.ts';

/** A database cluster whose secret comes by a later resource. */
export interface DraftCluster {
  readonly logicalId: string;
  readonly id: string;
  readonly arn: string;
  readonly database: string;
  /** Whether it has a role to read S3 by. */
  readonly importsFromS3: boolean;
  secretArn: string | undefined;
}

/** A plan in the making: each resource adds to it, and looks up what came before. */
export class PlanDraft {
  /** By name. */
  readonly buckets = new Map<string, PlannedBucket>();
  /** By ARN. */
  readonly functions = new Map<string, PlannedFunction>();
  /** The asset of each layer, by its ARN. */
  readonly layers = new Map<string, string>();
  readonly queueArns = new Set<string>();
  readonly clusters: DraftCluster[] = [];
  readonly steps: DeploymentStep[] = [];
  readonly schedules: PlannedSchedule[] = [];
  readonly tasks: PlannedTasks = { clusterArns: [], definitions: [], rules: [] };
  readonly stateMachines: StateMachineConfiguration[] = [];
  /** The function of each integration, by the integration's id. */
  readonly integrations = new Map<string, string>();
  /** The headers of each CloudFront response headers policy, by its id. */
  readonly headerPolicies = new Map<string, readonly PolicyHeader[]>();
  /** Where the bucket of a domain name is. */
  readonly bucketDomains = new Map<string, string>();
  /** The tokens that each authorizer takes, by its id. */
  readonly authorizers = new Map<string, Pick<RouteAuthorization, 'issuer' | 'audience'>>();
  /** Where on this machine an address of the cloud is: both without a path. */
  readonly addresses = new Map<string, string>();
  api: PlannedApi | undefined;
  distribution: PlannedDistribution | undefined;
  userPool: PlannedUserPool | undefined;

  bucket(name: string): PlannedBucket {
    return this.buckets.get(name) ?? missing(`${name} is no bucket`);
  }

  queueArn(arn: string): string {
    return this.queueArns.has(arn) ? arn : missing(`${arn} is no queue`);
  }

  /** The function of a name, an ARN with or without a version, or API Gateway's path to one. */
  function(reference: string): PlannedFunction {
    const arn = reference.replace(/^arn:[^:]+:apigateway:.*\/functions\/(.+)\/invocations$/, '$1');
    const unqualified = arn.split(':').slice(0, 7).join(':');
    for (const planned of this.functions.values()) {
      if (planned.arn === unqualified || planned.name === arn) return planned;
    }
    return missing(`${reference} is no function`);
  }

  /** A value with every address of the cloud in it, however deep, replaced by the one on this machine. */
  localized(value: unknown): unknown {
    if (typeof value === 'string') {
      return [...this.addresses].reduce((text, [cloud, local]) => text.replaceAll(cloud, local), value);
    }
    if (Array.isArray(value)) return value.map((item) => this.localized(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.localized(item)]));
  }

  clusterTargets(): readonly ClusterTarget[] {
    return this.clusters.map(({ logicalId, arn, database, importsFromS3, secretArn }) => {
      const importBuckets = importsFromS3 ? [...this.buckets.keys()] : [];
      if (secretArn !== undefined) return { resourceArn: arn, secretArn, database, importBuckets };
      throw new TemplateError(
        `AWS::RDS::DBCluster ${logicalId} has no secret, so the Data API cannot be used.`,
      );
    });
  }
}

function missing(what: string): never {
  throw new TemplateError(`${what} of this template`);
}
