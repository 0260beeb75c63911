import * as z from 'zod';
import { TemplateError } from '../../../template/template-error.ts';
import { opaqueId, physicalName } from '../physical-names.ts';
import { arnOf, booleanSchema, type ProviderContext, passive, provider } from '../provider.ts';

const nameOf = ({ place, logicalId }: ProviderContext, maxLength: number) =>
  physicalName(place.stackName, logicalId, maxLength).toLowerCase();

/**
 * An Aurora MySQL cluster; here it is reached through the Data API alone, with the secret attached to it. One that has a
 * role loads rows from any bucket of the stack: what the role itself allows is not looked at.
 */
export const clusterProvider = provider(
  {
    AssociatedRoles: z.array(z.object({ RoleArn: z.string() })).default([]),
    DBClusterIdentifier: z.string().optional(),
    DatabaseName: z.string(),
    Engine: z.literal('aurora-mysql', { error: 'only Aurora MySQL runs here' }),
    EnableHttpEndpoint: booleanSchema.default(false),
  },
  [
    'AutoMinorVersionUpgrade',
    'BackupRetentionPeriod',
    'CopyTagsToSnapshot',
    'DBClusterParameterGroupName',
    'DBSubnetGroupName',
    'DeletionProtection',
    'EnableCloudwatchLogsExports',
    'EngineMode',
    'EngineVersion',
    'KmsKeyId',
    'MasterUserPassword',
    'MasterUsername',
    'PreferredBackupWindow',
    'PreferredMaintenanceWindow',
    'ServerlessV2ScalingConfiguration',
    'StorageEncrypted',
    'StorageType',
    'Tags',
    'VpcSecurityGroupIds',
  ],
  ({ AssociatedRoles, DBClusterIdentifier, DatabaseName, EnableHttpEndpoint }, context) => {
    if (!EnableHttpEndpoint)
      throw new TemplateError('the local cloud reaches a cluster by the Data API only');
    const { logicalId, draft } = context;
    const id = DBClusterIdentifier?.toLowerCase() ?? nameOf(context, 63);
    const arn = arnOf(context, 'rds', `cluster:${id}`);
    const importsFromS3 = AssociatedRoles.length > 0;
    draft.clusters.push({ logicalId, id, arn, database: DatabaseName, importsFromS3, secretArn: undefined });
    return { ref: id, attributes: { DBClusterArn: arn } };
  },
);

/** A secret has an ARN here, and no value: nothing could read it. */
export const secretProvider = provider(
  { Name: z.string().optional() },
  ['Description', 'GenerateSecretString', 'KmsKeyId', 'ReplicaRegions', 'SecretString', 'Tags'],
  ({ Name }, context) => {
    const { place, logicalId } = context;
    const name = Name ?? physicalName(place.stackName, logicalId, 64);
    const arn = arnOf(context, 'secretsmanager', `secret:${name}-${opaqueId(place.stackName, logicalId, 6)}`);
    return { ref: arn, attributes: { Id: arn } };
  },
);

/** Makes a secret the one that opens a cluster. */
export const secretAttachmentProvider = provider(
  { SecretId: z.string(), TargetId: z.string(), TargetType: z.literal('AWS::RDS::DBCluster') },
  [],
  ({ SecretId, TargetId }, { draft }) => {
    const cluster = draft.clusters.find(({ id }) => id === TargetId);
    if (cluster === undefined) throw new TemplateError(`TargetId ${TargetId} is no cluster of this template`);
    cluster.secretArn = SecretId;
    return { ref: SecretId, attributes: {} };
  },
);

/** Instances and groups: the one private server answers for them all. */
export const databasePartProvider = passive((context) => ({ ref: nameOf(context, 63), attributes: {} }));
