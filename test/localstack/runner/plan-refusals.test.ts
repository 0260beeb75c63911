import { describe, expect, it } from 'vitest';
import { arn, lambdaFunction, planOf, type Resources, ref } from './plan.ts';

const bucket = (Properties: object) => ({ Type: 'AWS::S3::Bucket', Properties });
const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Name: 'Api' } };
const queue = { Type: 'AWS::SQS::Queue' };

describe('planCloud refuses', () => {
  it.each<[string, Resources, string]>([
    [
      'a type that it does not know, by type and logical id',
      { Car: { Type: 'AWS::Fleet::Car' } },
      'AWS::Fleet::Car (Car) is a type of resource that the local cloud does not run.',
    ],
    [
      'a function that it does not know',
      { Site: bucket({ BucketName: { 'Fn::ImportValue': 'x' } }) },
      'AWS::S3::Bucket Site uses Fn::ImportValue',
    ],
    [
      'a property that it would have to honour',
      { Site: bucket({ WebsiteConfiguration: { IndexDocument: 'index.html' } }) },
      'AWS::S3::Bucket Site: the local cloud cannot honour WebsiteConfiguration',
    ],
    [
      'a part of a property',
      { Site: bucket({ NotificationConfiguration: { LambdaConfigurations: [], QueueConfigurations: [1] } }) },
      'cannot honour NotificationConfiguration.QueueConfigurations',
    ],
    [
      'another runtime',
      { Handler: lambdaFunction({ Runtime: 'python3.13' }) },
      'AWS::Lambda::Function Handler: Runtime: only Node.js runtimes run here',
    ],
    [
      'an asset that is not there',
      { Handler: lambdaFunction({ Code: { S3Bucket: 'assets', S3Key: 'none.zip' } }) },
      'AWS::Lambda::Function Handler: there is no asset none.zip',
    ],
    [
      'a secret’s value in a variable',
      { Handler: lambdaFunction({ Environment: { Variables: { P: '{{resolve:secretsmanager:x}}' } } }) },
      'no value for {{resolve:secretsmanager:x}}',
    ],
    [
      'dead letters to what is no queue',
      {
        Handler: lambdaFunction({ DeadLetterConfig: { TargetArn: ref('Topic') } }),
        Topic: { Type: 'AWS::SNS::Topic' },
      },
      'Stack-Topic is no queue of this template',
    ],
    [
      'an attribute that the local cloud has no value for',
      {
        Handler: lambdaFunction({ Description: 'x', Environment: { Variables: { A: arn('Vpc') } } }),
        Vpc: { Type: 'AWS::EC2::VPC' },
      },
      'AWS::EC2::VPC Vpc has no attribute Arn in the local cloud',
    ],
    [
      'a second HTTP API',
      { Api: api, Api2: api },
      'AWS::ApiGatewayV2::Api Api2: the local cloud runs one HTTP API',
    ],
    ['an API without a stage', { Api: api }, 'The HTTP API has no stage.'],
    [
      'an authorizer of another kind',
      {
        Api: api,
        Route: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { ApiId: ref('Api'), RouteKey: '$default', Target: 'x', AuthorizationType: 'AWS_IAM' },
        },
      },
      'AWS::ApiGatewayV2::Route Route: AuthorizationType: only JWT authorizers run here',
    ],
    [
      'a schedule that cannot be read',
      {
        Handler: lambdaFunction(),
        Soon: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: { ScheduleExpression: 'soon', Target: { Arn: arn('Handler'), RoleArn: 'x' } },
        },
      },
      'AWS::Scheduler::Schedule Soon: ScheduleExpression',
    ],
    [
      'a schedule of what is no function',
      {
        Letters: queue,
        Soon: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: { ScheduleExpression: 'rate(1 hour)', Target: { Arn: arn('Letters'), RoleArn: 'x' } },
        },
      },
      'is no function of this template',
    ],
  ])('%s', (_name, resources, message) => {
    expect(() => planOf(resources)).toThrow(message);
  });
});
