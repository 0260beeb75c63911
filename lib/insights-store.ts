import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, type IVpc, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  AuroraMysqlEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
} from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import { ChurnFunction, type FunctionDefaults } from './churn-function.ts';
import type { DataLake } from './data-lake.ts';

export interface InsightsStoreProps extends FunctionDefaults {
  /** Holds the files that rows are loaded from. */
  readonly lake: DataLake;
}

/** What Lambda gives at most: a change of a table rewrites every row of every run that is kept. */
const LONGEST_CHANGE = Duration.minutes(15);

/**
 * Aurora MySQL that sleeps when nobody asks, reached through the Data API alone; migrated at every deployment. It may
 * read the lake's load/, and reaches S3 without leaving AWS.
 */
export class InsightsStore extends Construct {
  readonly cluster: DatabaseCluster;
  readonly secret: ISecret;
  readonly databaseName = 'churn';
  /** Published runs that are kept with all their rows; at 10 million customers each takes some 6 GB. */
  readonly keptRuns = 12;

  constructor(scope: Construct, id: string, { lake, ...props }: InsightsStoreProps) {
    super(scope, id);
    const vpc = new Vpc(this, 'Vpc', {
      availabilityZones: [Fn.select(0, Fn.getAzs()), Fn.select(1, Fn.getAzs())],
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'database', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
    }) as IVpc;
    vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    const importRole = new Role(this, 'ImportRole', {
      assumedBy: new ServicePrincipal('rds.amazonaws.com'),
      description: 'Lets the database load rows from the lake',
    });
    lake.grantRead(importRole, 'load/');
    lake.grantList(importRole, 'load/');
    this.cluster = new DatabaseCluster(this, 'Cluster', {
      engine: DatabaseClusterEngine.auroraMysql({ version: AuroraMysqlEngineVersion.VER_3_10_4 }),
      credentials: Credentials.fromGeneratedSecret('churn'),
      defaultDatabaseName: this.databaseName,
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      writer: ClusterInstance.serverlessV2('Writer'),
      serverlessV2MinCapacity: 0,
      serverlessV2MaxCapacity: 8,
      serverlessV2AutoPauseDuration: Duration.minutes(10),
      enableDataApi: true,
      s3ImportRole: importRole as IRole,
      // Its first user is granted AWS_LOAD_S3_ACCESS, which counts in a session only where it is activated.
      parameters: { activate_all_roles_on_login: '1' },
      storageEncrypted: true,
      deletionProtection: true,
      backup: { retention: Duration.days(7) },
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });
    if (this.cluster.secret === undefined) throw new Error('The cluster has no secret.');
    this.secret = this.cluster.secret;

    const migrate = new ChurnFunction(this, 'Migrate', {
      ...props,
      name: 'migrate',
      description: 'Brings the tables to the version of the code',
      timeout: LONGEST_CHANGE,
      memoryMb: 256,
    }).useInsightsStore(this);
    new Trigger(this, 'Migrations', {
      handler: migrate,
      timeout: LONGEST_CHANGE,
      executeAfter: [this.cluster],
    });
  }
}
