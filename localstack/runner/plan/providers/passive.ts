import { opaqueId, physicalName } from '../physical-names.ts';
import { arnOf, type Provider, type ProviderContext, passive } from '../provider.ts';

const nameOf = ({ place, logicalId }: ProviderContext, maxLength = 64) =>
  physicalName(place.stackName, logicalId, maxLength);

const ec2Id = (prefix: string, context: ProviderContext) =>
  `${prefix}-${opaqueId(context.place.stackName, context.logicalId, 17)}`;

/** A resource known by its name alone. */
const named = passive((context) => ({ ref: nameOf(context), attributes: {} }));

function iam(kind: string, idPrefix: string): Provider {
  return passive((context) => {
    const name = nameOf(context);
    const id = `${idPrefix}${opaqueId(context.place.stackName, context.logicalId, 17).toUpperCase()}`;
    const arn = `arn:aws:iam::${context.place.accountId}:${kind}/${name}`;
    return { ref: name, attributes: { Arn: arn, RoleId: id } };
  });
}

function ec2(prefix: string, idAttribute?: string): Provider {
  return passive((context) => {
    const id = ec2Id(prefix, context);
    return { ref: id, attributes: idAttribute === undefined ? {} : { [idAttribute]: id } };
  });
}

/** Resources that do nothing on this machine: permissions, networks, alarms and the like. */
export const passiveProviders: Readonly<Record<string, Provider>> = {
  'AWS::CDK::Metadata': named,
  'AWS::CloudWatch::Alarm': passive((context) => {
    const name = nameOf(context, 255);
    return { ref: name, attributes: { Arn: arnOf(context, 'cloudwatch', `alarm:${name}`) } };
  }),
  'AWS::CloudWatch::Dashboard': named,
  'AWS::EC2::FlowLog': ec2('fl', 'Id'),
  'AWS::EC2::InternetGateway': ec2('igw', 'InternetGatewayId'),
  'AWS::EC2::NetworkAcl': ec2('acl', 'Id'),
  'AWS::EC2::Route': named,
  'AWS::EC2::RouteTable': ec2('rtb', 'RouteTableId'),
  'AWS::EC2::SecurityGroup': ec2('sg', 'GroupId'),
  'AWS::EC2::SecurityGroupEgress': ec2('sgr', 'Id'),
  'AWS::EC2::SecurityGroupIngress': ec2('sgr', 'Id'),
  'AWS::EC2::Subnet': ec2('subnet', 'SubnetId'),
  'AWS::EC2::SubnetRouteTableAssociation': ec2('rtbassoc', 'Id'),
  'AWS::EC2::VPC': ec2('vpc', 'VpcId'),
  'AWS::EC2::VPCEndpoint': ec2('vpce', 'Id'),
  'AWS::EC2::VPCGatewayAttachment': named,
  'AWS::IAM::InstanceProfile': iam('instance-profile', 'AIPA'),
  'AWS::IAM::ManagedPolicy': passive((context) => {
    const arn = `arn:aws:iam::${context.place.accountId}:policy/${nameOf(context)}`;
    return { ref: arn, attributes: { PolicyArn: arn } };
  }),
  'AWS::IAM::Policy': named,
  'AWS::IAM::Role': iam('role', 'AROA'),
  'AWS::KMS::Alias': named,
  'AWS::KMS::Key': passive((context) => {
    const id = opaqueId(context.place.stackName, context.logicalId, 32);
    return { ref: id, attributes: { KeyId: id, Arn: arnOf(context, 'kms', `key/${id}`) } };
  }),
  'AWS::Logs::LogGroup': passive((context) => {
    const name = nameOf(context, 255);
    return { ref: name, attributes: { Arn: arnOf(context, 'logs', `log-group:${name}:*`) } };
  }),
  'AWS::S3::BucketPolicy': named,
  'AWS::SNS::Subscription': named,
  'AWS::SNS::Topic': passive((context) => {
    const name = nameOf(context, 255);
    const arn = arnOf(context, 'sns', name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  }),
  'AWS::SNS::TopicPolicy': named,
  'AWS::SQS::QueuePolicy': named,
};
