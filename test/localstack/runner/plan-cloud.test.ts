import { describe, expect, it } from 'vitest';
import { arn, lambdaFunction, planOf, type Resources, ref } from './plan.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:Stack-Handler';

describe('planCloud', () => {
  it('plans a function with its defaults, layers, retries and dead letters', () => {
    const plan = planOf({
      Retries: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: { FunctionName: ref('Handler'), MaximumRetryAttempts: 1, Qualifier: '$LATEST' },
      },
      Handler: lambdaFunction({
        Layers: [ref('Layer')],
        DeadLetterConfig: { TargetArn: arn('Letters') },
        Environment: { Variables: { QUEUE: { 'Fn::GetAtt': ['Letters', 'QueueName'] }, SIZE: 3 } },
      }),
      Letters: { Type: 'AWS::SQS::Queue' },
      Layer: {
        Type: 'AWS::Lambda::LayerVersion',
        Properties: { Content: { S3Bucket: 'assets', S3Key: 'layer.zip' } },
      },
    });
    expect(plan.functions).toEqual([
      {
        name: 'Stack-Handler',
        arn: functionArn,
        code: { kind: 'asset', path: '/assets/code.zip' },
        layers: ['/assets/layer.zip'],
        handler: 'index.handler',
        runtime: 'nodejs24.x',
        environment: { QUEUE: 'Stack-Letters', SIZE: '3' },
        timeoutSeconds: 3,
        memoryMb: 128,
        ephemeralStorageMb: 512,
        asyncRetries: 1,
        deadLetterQueueArn: 'arn:aws:sqs:us-east-1:000000000000:Stack-Letters',
        onFailureFunctionArn: undefined,
      },
    ]);
  });

  it('sends what failed for good to the queue of OnFailure', () => {
    const { functions } = planOf({
      Handler: lambdaFunction(),
      Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
      Retries: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: arn('Handler'),
          DestinationConfig: { OnFailure: { Destination: arn('Letters') } },
        },
      },
    });
    expect(functions[0]?.deadLetterQueueArn).toBe('arn:aws:sqs:us-east-1:000000000000:letters');
    expect(functions[0]?.asyncRetries).toBe(2);
  });

  it('tells a function of what failed for good, beside the dead-letter queue', () => {
    const { functions } = planOf({
      Handler: lambdaFunction({ DeadLetterConfig: { TargetArn: arn('Letters') } }),
      Letters: { Type: 'AWS::SQS::Queue' },
      Told: lambdaFunction(),
      Retries: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: ref('Handler'),
          DestinationConfig: { OnFailure: { Destination: arn('Told') } },
        },
      },
    });
    const handler = functions.find(({ name }) => name === 'Stack-Handler');
    expect(handler?.onFailureFunctionArn).toBe('arn:aws:lambda:us-east-1:000000000000:function:Stack-Told');
    expect(handler?.deadLetterQueueArn).toContain('Letters');
  });

  const rules = [
    { Name: 'prefix', Value: 'raw/' },
    { Name: 'Suffix', Value: '.csv' },
  ];
  const notification = { events: ['s3:ObjectCreated:*'], prefix: 'raw/', suffix: '.csv', functionArn };
  it.each<[string, Resources]>([
    [
      'its own property',
      {
        Data: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            NotificationConfiguration: {
              LambdaConfigurations: [
                {
                  Event: 's3:ObjectCreated:*',
                  Filter: { S3Key: { Rules: rules } },
                  Function: arn('Handler'),
                },
              ],
            },
          },
        },
      },
    ],
    [
      'CDK’s custom resource',
      {
        Data: { Type: 'AWS::S3::Bucket' },
        Notifications: {
          Type: 'Custom::S3BucketNotifications',
          Properties: {
            ServiceToken: arn('Handler2'),
            BucketName: ref('Data'),
            NotificationConfiguration: {
              LambdaFunctionConfigurations: [
                {
                  Events: ['s3:ObjectCreated:*'],
                  Filter: { Key: { FilterRules: rules } },
                  LambdaFunctionArn: arn('Handler'),
                },
              ],
            },
            Managed: true,
            SkipDestinationValidation: false,
          },
        },
        Handler2: lambdaFunction({ Runtime: 'python3.13', Code: { ZipFile: 'import boto3' } }),
      },
    ],
  ])('plans a bucket’s notifications by %s', (_name, resources) => {
    const { buckets, functions } = planOf({ ...resources, Handler: lambdaFunction() });
    expect(buckets).toEqual([
      { name: 'stack-data', versioning: false, cors: [], notifications: [notification] },
    ]);
    expect(functions.map(({ name }) => name)).toEqual(['Stack-Handler']);
  });

  it('puts a deployment’s steps in the order of their dependencies', () => {
    const deployment = (DependsOn: string[]) => ({
      Type: 'Custom::CDKBucketDeployment',
      DependsOn,
      Properties: {
        ServiceToken: 'x',
        SourceObjectKeys: ['site.zip'],
        DestinationBucketName: ref('Site'),
        DestinationBucketKeyPrefix: '/web/',
        SystemMetadata: { 'cache-control': 'no-cache' },
      },
    });
    const { steps } = planOf({
      Page: deployment(['Migrate']),
      Migrate: {
        Type: 'Custom::Trigger',
        DependsOn: 'Assets',
        Properties: { ServiceToken: 'x', HandlerArn: ref('Version'), InvocationType: 'RequestResponse' },
      },
      Assets: deployment([]),
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: ref('Handler') } },
      Handler: lambdaFunction(),
      Site: { Type: 'AWS::S3::Bucket' },
    });
    expect(steps.map(({ logicalId }) => logicalId)).toEqual(['Assets', 'Migrate', 'Page']);
    expect(steps[0]).toMatchObject({
      bucket: 'stack-site',
      keyPrefix: 'web/',
      prune: true,
      cacheControl: 'no-cache',
    });
    expect(steps[1]).toEqual({ kind: 'trigger', logicalId: 'Migrate', functionArn, waits: true });
  });

  it('names a cluster’s database, and the secret attached to it', () => {
    const cluster = {
      Type: 'AWS::RDS::DBCluster',
      Properties: {
        ...{ Engine: 'aurora-mysql', DatabaseName: 'churn', EnableHttpEndpoint: true },
        MasterUserPassword: { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:password::}}' },
      },
    };
    const Secret = { Type: 'AWS::SecretsManager::Secret' };
    const TargetType = 'AWS::RDS::DBCluster';
    const attachment = {
      Type: 'AWS::SecretsManager::SecretTargetAttachment',
      Properties: { SecretId: ref('Secret'), TargetId: ref('Cluster'), TargetType },
    };
    const { clusters } = planOf({ Cluster: cluster, Secret, Attachment: attachment });
    expect(clusters).toEqual([
      {
        resourceArn: 'arn:aws:rds:us-east-1:000000000000:cluster:stack-cluster',
        secretArn: expect.stringMatching(
          /^arn:aws:secretsmanager:us-east-1:000000000000:secret:Stack-Secret-\w{6}$/,
        ),
        database: 'churn',
        importBuckets: [],
      },
    ]);
    const AssociatedRoles = [{ RoleArn: 'arn:aws:iam::000000000000:role/import' }];
    const importing = { ...cluster, Properties: { ...cluster.Properties, AssociatedRoles } };
    const Lake = { Type: 'AWS::S3::Bucket' };
    expect(planOf({ Lake, Cluster: importing, Secret, Attachment: attachment }).clusters).toMatchObject([
      { importBuckets: ['stack-lake'] },
    ]);
    expect(() => planOf({ Cluster: cluster, Secret })).toThrow('AWS::RDS::DBCluster Cluster has no secret');
  });

  it('leaves out what a condition leaves out', () => {
    const { buckets, output } = planOf(
      { Kept: { Type: 'AWS::S3::Bucket' }, Left: { Type: 'AWS::S3::Bucket', Condition: 'Never' } },
      {
        Conditions: { Never: { 'Fn::Equals': [1, 2] } },
        Outputs: { Name: { Value: ref('Kept') }, Gone: { Value: ref('Left'), Condition: 'Never' } },
      },
    );
    expect(buckets.map(({ name }) => name)).toEqual(['stack-kept']);
    expect([output('Name'), output('Gone'), output('None')]).toEqual(['stack-kept', undefined, undefined]);
  });

  it('gives the same names at every start, also long ones, and never the same to two resources', () => {
    const bucket = { Type: 'AWS::S3::Bucket' };
    const names = () => planOf({ [`${'A'.repeat(80)}1`]: bucket, [`${'A'.repeat(80)}2`]: bucket }).buckets;
    expect(names()).toEqual(names());
    expect(new Set(names().map(({ name }) => name)).size).toBe(2);
    for (const { name } of names()) expect(name).toMatch(/^[a-z0-9-]{3,63}$/);
  });
});
