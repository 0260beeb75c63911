import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { appForCloud, templateOf } from '../support/synthesized-app.ts';
import { statementsOf } from '../support/template-policies.ts';

let template: Template;
let outputDirectory: string;

beforeAll(async () => {
  outputDirectory = await appForCloud();
  template = await templateOf(outputDirectory);
});

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
    expect(statementsOf(template, /ImportRole/)).toEqual([
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
