import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { appForCloud, templateOf } from '../support/synthesized-app.ts';

const statementSchema = z.object({
  Action: z.union([z.string(), z.array(z.string())]),
  Effect: z.string(),
  Resource: z.unknown(),
  Condition: z.unknown().optional(),
});
const policySchema = z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) });

let template: Template;
let outputDirectory: string;

beforeAll(async () => {
  outputDirectory = await appForCloud();
  template = await templateOf(outputDirectory);
});

/** The statements of the policies of one of our functions. */
function statementsOf(functionId: string) {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  return policies
    .filter(([id]) => id.includes(functionId))
    .flatMap(([, policy]) => policySchema.parse(policy.Properties).PolicyDocument.Statement);
}

/** X-Ray takes traces and knows no resources (AWS's service authorization reference). */
const isTracing = ({ Action }: z.infer<typeof statementSchema>) =>
  isDeepStrictEqual([Action].flat().toSorted(), ['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);

describe('buckets', () => {
  it('are closed to the public, encrypted and refuse plain HTTP', () => {
    template.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: Match.anyValue(),
    });
    const buckets = Object.keys(template.findResources('AWS::S3::Bucket')).length;
    template.resourcePropertiesCountIs(
      'AWS::S3::BucketPolicy',
      {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      },
      buckets,
    );
  });

  it('wake one stage after the other', () => {
    const filters = Object.values(template.findResources('Custom::S3BucketNotifications')).map((resource) =>
      JSON.stringify(resource.Properties.NotificationConfiguration),
    );
    for (const end of ['raw/', 'snapshots/', '/quality.json', '/profile.json', 'models/champion']) {
      expect(filters.join()).toContain(`"${end}"`);
    }
  });
});

describe('functions', () => {
  it('run on Node 24 and arm64, each with a log group that forgets', () => {
    const ours = template.findResources('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: Match.anyValue() } } },
    });
    expect(Object.keys(ours)).toHaveLength(14);
    for (const resource of Object.values(ours)) {
      expect(resource.Properties.Runtime).toBe('nodejs24.x');
      expect(resource.Properties.Architectures).toEqual(['arm64']);
      expect(resource.Properties.LoggingConfig).toBeDefined();
      expect(resource.Properties.TracingConfig).toEqual({ Mode: 'Active' });
    }
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it('of the pipeline try twice and keep what failed', () => {
    for (const stage of ['ingest', 'clean', 'features', 'train', 'score-start']) {
      template.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: Match.objectLike({ POWERTOOLS_SERVICE_NAME: stage }) },
        DeadLetterConfig: { TargetArn: Match.anyValue() },
      });
    }
    const onGivenUp = {
      OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('GiveUp'), 'Arn'] } },
    };
    template.resourcePropertiesCountIs(
      'AWS::Lambda::EventInvokeConfig',
      { MaximumRetryAttempts: 1, DestinationConfig: onGivenUp },
      5,
    );
  });

  it('that keep the states of runs try twice, and their failure is no run’s', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ POWERTOOLS_SERVICE_NAME: 'record-run' }) },
      DeadLetterConfig: { TargetArn: Match.anyValue() },
    });
    template.resourcePropertiesCountIs(
      'AWS::Lambda::EventInvokeConfig',
      { MaximumRetryAttempts: 1, DestinationConfig: Match.absent() },
      2,
    );
    const actions = statementsOf('RecordRunServiceRole').flatMap((statement) => statement.Action);
    expect(actions).not.toContain('s3:PutObject');
  });

  it('may do nothing to everything: no wildcard action, and no resource but named ones', () => {
    for (const name of [
      'Ingest',
      'Clean',
      'Features',
      'Train',
      'ScoreStart',
      'ScorePlan',
      'ScorePart',
      'ScorePublish',
      'Predict',
      'Insights',
      'Uploads',
      'Migrate',
      'GiveUp',
      'RecordRun',
    ]) {
      const statements = statementsOf(`${name}ServiceRole`);
      expect(statements.length).toBeGreaterThan(0);
      for (const statement of statements.filter((one) => !isTracing(one))) {
        expect([statement.Action].flat().filter((action) => action.endsWith('*'))).toEqual([]);
        expect(JSON.stringify(statement.Resource)).not.toContain('"*"');
      }
    }
  });

  it('that answer the public write nothing into the data bucket', () => {
    for (const name of ['PredictServiceRole', 'InsightsServiceRole']) {
      const actions = statementsOf(name).flatMap((statement) => statement.Action);
      expect(actions).not.toContain('s3:PutObject');
    }
  });

  it('that gives out addresses for files may put them under raw/ and do nothing else', () => {
    const others = statementsOf('UploadsServiceRole').filter((one) => !isTracing(one));
    expect(others).toEqual([
      {
        Action: 's3:PutObject',
        Effect: 'Allow',
        Resource: { 'Fn::Join': ['', [expect.anything(), '/raw/*']] },
      },
    ]);
  });

  it('never see a password', () => {
    const variables = JSON.stringify(template.findResources('AWS::Lambda::Function'));
    expect(variables).not.toContain('resolve:secretsmanager');
  });
});

describe('the database', () => {
  it('sleeps at zero, is encrypted, protected and reached through the Data API alone', () => {
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      EnableHttpEndpoint: true,
      StorageEncrypted: true,
      DeletionProtection: true,
      ServerlessV2ScalingConfiguration: Match.objectLike({ MinCapacity: 0 }),
    });
    template.hasResourceProperties('AWS::RDS::DBInstance', { PubliclyAccessible: false });
    const rules = Object.values(template.findResources('AWS::EC2::SecurityGroup')).map(
      (group) => group.Properties.SecurityGroupIngress,
    );
    expect(new Set(rules)).toEqual(new Set([undefined]));
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
  });
});

describe('files of rows on their way into the database', () => {
  it('are read by a role of the cluster that opens nothing else', () => {
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      AssociatedRoles: [{ RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('ImportRole'), 'Arn'] } }],
    });
    template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Parameters: {
        activate_all_roles_on_login: '1',
        aws_default_s3_role: { 'Fn::GetAtt': [Match.stringLikeRegexp('ImportRole'), 'Arn'] },
      },
    });
    expect(statementsOf('ImportRole')).toEqual([
      {
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Effect: 'Allow',
        Resource: { 'Fn::Join': ['', [expect.anything(), '/load/*']] },
      },
      {
        Action: 's3:ListBucket',
        Effect: 'Allow',
        Resource: expect.anything(),
        Condition: { StringLike: { 's3:prefix': 'load/*' } },
      },
    ]);
  });

  it('are gone after a day, and nothing else is that could not be made again', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({ Prefix: 'load/', ExpirationInDays: 1, Status: 'Enabled' }),
        ]),
      },
    });
    const rules = Object.values(template.findResources('AWS::S3::Bucket')).flatMap(
      (bucket) => bucket.Properties.LifecycleConfiguration?.Rules ?? [],
    );
    const expiring = rules.filter((rule) => rule.ExpirationInDays !== undefined);
    expect(expiring.map((rule) => rule.Prefix).toSorted()).toEqual([
      'clean/',
      'features/',
      'load/',
      'scores/',
    ]);
  });
});

describe('the dashboard', () => {
  it('is reached through CloudFront over HTTPS, with a policy that allows no inline script', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' },
        CacheBehaviors: [Match.objectLike({ PathPattern: '/api/*', ViewerProtocolPolicy: 'https-only' })],
      },
    });
    const policies = Object.values(template.findResources('AWS::CloudFront::ResponseHeadersPolicy'));
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      const headers = JSON.stringify(policy.Properties);
      expect(headers).toContain("default-src 'none'");
      expect(headers).toContain("frame-ancestors 'none'");
      expect(headers).not.toMatch(/unsafe-inline|unsafe-eval/);
      expect(policy.Properties.ResponseHeadersPolicyConfig).toMatchObject({
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY', Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, Override: true },
        },
      });
    }
  });
});

describe('the ONNX runtime layer', () => {
  it('holds one platform and fits into Lambda', () => {
    const layers = readdirSync(outputDirectory).map((name) =>
      join(outputDirectory, name, 'nodejs', 'node_modules'),
    );
    const [modules] = layers.filter((directory) =>
      statSync(directory, { throwIfNoEntry: false })?.isDirectory(),
    );
    const binaries = readdirSync(join(modules ?? '', 'onnxruntime-node', 'bin', 'napi-v6'), {
      recursive: true,
    });
    expect(binaries).toContain(join('linux', 'arm64', 'onnxruntime_binding.node'));
    expect(binaries.join()).not.toMatch(/x64|darwin|win32/);
    const files = readdirSync(modules ?? '', { recursive: true, encoding: 'utf8' });
    const bytes = files.reduce((sum, file) => sum + statSync(join(modules ?? '', file)).size, 0);
    expect(bytes).toBeLessThan(50 * 1024 * 1024);
  });
});
