import type { Provider } from '../provider.ts';
import {
  apiProvider,
  authorizerProvider,
  integrationProvider,
  routeProvider,
  stageProvider,
} from './api-gateway.ts';
import { distributionProvider } from './cloudfront.ts';
import { distributionPartProvider, responseHeadersPolicyProvider } from './cloudfront-policies.ts';
import {
  resourceServerProvider,
  userPoolClientProvider,
  userPoolDomainProvider,
  userPoolProvider,
} from './cognito.ts';
import { clusterProvider as ecsClusterProvider, taskDefinitionProvider } from './ecs.ts';
import {
  aliasProvider,
  eventInvokeConfigProvider,
  functionProvider,
  layerVersionProvider,
  permissionProvider,
  triggerProvider,
  versionProvider,
} from './lambda.ts';
import { passiveProviders } from './passive.ts';
import { clusterProvider, databasePartProvider, secretAttachmentProvider, secretProvider } from './rds.ts';
import {
  autoDeleteObjectsProvider,
  bucketDeploymentProvider,
  bucketNotificationsProvider,
  bucketProvider,
} from './s3.ts';
import { ruleProvider, scheduleProvider } from './schedules.ts';
import { queueProvider } from './sqs.ts';
import { stateMachineProvider } from './step-functions.ts';

/** Every type of resource that the local cloud knows. */
export const providers: ReadonlyMap<string, Provider> = new Map(
  Object.entries({
    ...passiveProviders,
    'AWS::ApiGatewayV2::Api': apiProvider,
    'AWS::ApiGatewayV2::Authorizer': authorizerProvider,
    'AWS::ApiGatewayV2::Integration': integrationProvider,
    'AWS::ApiGatewayV2::Route': routeProvider,
    'AWS::ApiGatewayV2::Stage': stageProvider,
    'AWS::CloudFront::CachePolicy': distributionPartProvider,
    'AWS::CloudFront::Distribution': distributionProvider,
    'AWS::CloudFront::OriginAccessControl': distributionPartProvider,
    'AWS::CloudFront::OriginRequestPolicy': distributionPartProvider,
    'AWS::CloudFront::ResponseHeadersPolicy': responseHeadersPolicyProvider,
    'AWS::Cognito::UserPool': userPoolProvider,
    'AWS::Cognito::UserPoolClient': userPoolClientProvider,
    'AWS::Cognito::UserPoolDomain': userPoolDomainProvider,
    'AWS::Cognito::UserPoolResourceServer': resourceServerProvider,
    'AWS::ECS::Cluster': ecsClusterProvider,
    'AWS::ECS::TaskDefinition': taskDefinitionProvider,
    'AWS::Events::Rule': ruleProvider,
    'AWS::Lambda::Alias': aliasProvider,
    'AWS::Lambda::EventInvokeConfig': eventInvokeConfigProvider,
    'AWS::Lambda::Function': functionProvider,
    'AWS::Lambda::LayerVersion': layerVersionProvider,
    'AWS::Lambda::Permission': permissionProvider,
    'AWS::Lambda::Version': versionProvider,
    'AWS::RDS::DBCluster': clusterProvider,
    'AWS::RDS::DBClusterParameterGroup': databasePartProvider,
    'AWS::RDS::DBInstance': databasePartProvider,
    'AWS::RDS::DBParameterGroup': databasePartProvider,
    'AWS::RDS::DBSubnetGroup': databasePartProvider,
    'AWS::S3::Bucket': bucketProvider,
    'AWS::SQS::Queue': queueProvider,
    'AWS::Scheduler::Schedule': scheduleProvider,
    'AWS::SecretsManager::Secret': secretProvider,
    'AWS::SecretsManager::SecretTargetAttachment': secretAttachmentProvider,
    'AWS::StepFunctions::StateMachine': stateMachineProvider,
    'Custom::CDKBucketDeployment': bucketDeploymentProvider,
    'Custom::S3AutoDeleteObjects': autoDeleteObjectsProvider,
    'Custom::S3BucketNotifications': bucketNotificationsProvider,
    'Custom::Trigger': triggerProvider,
  }),
);
