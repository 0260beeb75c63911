import { z } from 'zod';
import type { Provider, ResolvedResource } from '../local-cloud.ts';
import { distribution, originAccessControl, responseHeadersPolicy } from './cloudfront.ts';
import { httpApi, integration, route, stage } from './http-api.ts';
import { eventInvokeConfig, lambdaFunction, lambdaVersion, layerVersion, trigger } from './lambda.ts';
import { propertiesOf } from './properties.ts';
import { cluster, secret, secretTargetAttachment } from './rds.ts';
import { bucket, bucketDeployment, bucketNotifications } from './s3.ts';

/** A resource that needs nothing here; others may refer to it by name or ARN. */
const nothing: Provider = (resource) => ({ ref: resource.name, attributes: attributesOf(resource) });

function attributesOf({ name, type }: ResolvedResource): Record<string, string> {
  const service = type.split('::')[1]?.toLowerCase() ?? 'local';
  return {
    Arn: `arn:aws:${service}:us-east-1:000000000000:${name}`,
    Id: name,
    GroupId: name,
    VpcId: name,
    Name: name,
  };
}

const queue: Provider = (resource, { context }) => {
  const arn = `arn:aws:sqs:${context.region}:${context.accountId}:${resource.name}`;
  return { ref: resource.name, attributes: { Arn: arn, QueueName: resource.name } };
};

const scheduleProperties = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.string().default('ENABLED'),
  Target: z.object({ Arn: z.string(), Input: z.string().optional() }),
});

const schedule: Provider = (resource, { schedules }) => {
  const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = propertiesOf(
    resource,
    scheduleProperties,
  );
  if (State === 'ENABLED') {
    schedules.push({
      name: resource.name,
      expression: ScheduleExpression,
      timezone: ScheduleExpressionTimezone === 'Etc/UTC' ? 'UTC' : ScheduleExpressionTimezone,
      functionArn: Target.Arn,
      input: Target.Input === undefined ? {} : JSON.parse(Target.Input),
    });
  }
  return { ref: resource.name, attributes: {} };
};

/** Every type of resource that the local cloud knows. */
export const PROVIDERS: Readonly<Record<string, Provider>> = {
  'AWS::S3::Bucket': bucket,
  'Custom::S3BucketNotifications': bucketNotifications,
  'Custom::CDKBucketDeployment': bucketDeployment,
  'AWS::SQS::Queue': queue,
  'AWS::Lambda::LayerVersion': layerVersion,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::Version': lambdaVersion,
  'Custom::Trigger': trigger,
  'AWS::Scheduler::Schedule': schedule,
  'AWS::RDS::DBCluster': cluster,
  'AWS::SecretsManager::Secret': secret,
  'AWS::SecretsManager::SecretTargetAttachment': secretTargetAttachment,
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::Stage': stage,
  'AWS::ApiGatewayV2::Integration': integration,
  'AWS::ApiGatewayV2::Route': route,
  'AWS::CloudFront::ResponseHeadersPolicy': responseHeadersPolicy,
  'AWS::CloudFront::OriginAccessControl': originAccessControl,
  'AWS::CloudFront::Distribution': distribution,
  ...Object.fromEntries(
    [
      'AWS::CDK::Metadata',
      'AWS::CloudWatch::Alarm',
      'AWS::EC2::RouteTable',
      'AWS::EC2::SecurityGroup',
      'AWS::EC2::Subnet',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::VPC',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
      'AWS::RDS::DBInstance',
      'AWS::RDS::DBSubnetGroup',
      'AWS::S3::BucketPolicy',
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::QueuePolicy',
    ].map((type) => [type, nothing]),
  ),
};
