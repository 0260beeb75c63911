import { Fn, Stack } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  GatewayVpcEndpointAwsService,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  Cluster,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ChurnFunction } from './churn-function.ts';
import type { DataLake } from './data-lake.ts';
import type { Target } from './target.ts';
import { bundleTrainingImage } from './training-image.ts';

const CONTAINER = 'training';
/** Four processors, and the least memory that Fargate gives with them twice over. */
const CPU_UNITS = 4096;
const MEMORY_MIB = 16_384;
const HTTPS = 443;

export interface TrainingTaskProps {
  readonly lake: DataLake;
  readonly target: Target;
  /** What a training may read and write in the data bucket, by prefix. */
  readonly access: { readonly read: readonly string[]; readonly write: readonly string[] };
  /** Called with the event of a task that did not end well. */
  readonly onGivenUp: IFunction;
}

/** Trains what a function cannot hold, on Fargate. Costs nothing while nothing is trained. */
export class TrainingTask extends Construct {
  /** Tasks that did not end well. */
  readonly failures: IMetric;
  readonly #cluster: Cluster;
  readonly #definition: FargateTaskDefinition;
  readonly #network: { readonly vpc: IVpc; readonly securityGroup: SecurityGroup };

  constructor(scope: Construct, id: string, props: TrainingTaskProps) {
    super(scope, id);
    this.#network = this.#openNetwork();
    this.#cluster = new Cluster(this, 'Cluster', { vpc: this.#network.vpc });
    this.#definition = this.#define(props);
    this.failures = this.#tellOfFailures(props.onGivenUp);
  }

  /** Lets a function start training tasks, and tells it how. */
  allowStart(starter: ChurnFunction): void {
    const { vpc, securityGroup } = this.#network;
    starter.addEnvironment('TASK_CLUSTER', this.#cluster.clusterArn);
    starter.addEnvironment('TASK_DEFINITION', this.#definition.taskDefinitionArn);
    starter.addEnvironment('TASK_CONTAINER', CONTAINER);
    starter.addEnvironment('TASK_SUBNETS', vpc.publicSubnets.map(({ subnetId }) => subnetId).join(','));
    starter.addEnvironment('TASK_SECURITY_GROUP', securityGroup.securityGroupId);
    starter.addToRolePolicy(
      new PolicyStatement({
        actions: ['ecs:RunTask'],
        resources: [this.#definition.taskDefinitionArn],
        conditions: { ArnEquals: { 'ecs:cluster': this.#cluster.clusterArn } },
      }),
    );
    starter.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.#definition.taskRole.roleArn, this.#definition.obtainExecutionRole().roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }),
    );
  }

  /** A way out for the image and the logs, none in; S3 without the internet, and no gateway that costs by the hour. */
  #openNetwork() {
    const vpc = new Vpc(this, 'Vpc', {
      availabilityZones: [Fn.select(0, Fn.getAzs()), Fn.select(1, Fn.getAzs())],
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'task', subnetType: SubnetType.PUBLIC, cidrMask: 26, mapPublicIpOnLaunch: false },
      ],
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
    }) as IVpc;
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'The training task: HTTPS out, nothing in',
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), 'The registry of images, logs and S3');
    return { vpc, securityGroup };
  }

  #define({ lake, target, access }: TrainingTaskProps): FargateTaskDefinition {
    const isArm = target.architecture === 'arm64';
    const { directory, version } = bundleTrainingImage(target);
    const definition = new FargateTaskDefinition(this, 'Definition', {
      cpu: CPU_UNITS,
      memoryLimitMiB: MEMORY_MIB,
      runtimePlatform: {
        cpuArchitecture: isArm ? CpuArchitecture.ARM64 : CpuArchitecture.X86_64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS });
    definition.addContainer(CONTAINER, {
      image: ContainerImage.fromAsset(directory, {
        platform: isArm ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64,
      }),
      environment: {
        DATA_BUCKET: lake.bucket.bucketName,
        CODE_VERSION: version,
        TRAINING_MEMORY_MB: String(MEMORY_MIB),
        POWERTOOLS_SERVICE_NAME: 'train',
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
      logging: LogDriver.awsLogs({ logGroup, streamPrefix: CONTAINER }),
    });
    const role: IGrantable = definition.taskRole;
    lake.grantList(role);
    for (const prefix of access.read) lake.grantRead(role, prefix);
    for (const prefix of access.write) lake.grantWrite(role, prefix);
    return definition;
  }

  /** A task that was killed, or never began, cannot note at its run that it failed. */
  #tellOfFailures(onGivenUp: IFunction): IMetric {
    const rule = new Rule(this, 'Failed', {
      description: 'A training task did not end well',
      eventPattern: {
        source: ['aws.ecs'],
        detailType: ['ECS Task State Change'],
        detail: {
          clusterArn: [this.#cluster.clusterArn],
          lastStatus: ['STOPPED'],
          containers: { exitCode: [{ 'anything-but': [0] }, { exists: false }] },
        },
      },
      targets: [new LambdaFunction(onGivenUp)],
    });
    return new Metric({
      namespace: 'AWS/Events',
      metricName: 'TriggeredRules',
      dimensionsMap: { RuleName: rule.ruleName },
      statistic: 'sum',
      region: Stack.of(this).region,
    });
  }
}
