import { z } from 'zod';
import { startDataApi } from '../../rds/start-data-api.ts';
import type { Provider } from '../local-cloud.ts';
import { propertiesOf, required } from './properties.ts';

const clusterProperties = z.object({
  Engine: z.literal('aurora-mysql'),
  DatabaseName: z.string(),
  EnableHttpEndpoint: z.literal(true),
});

/** The cluster itself: its database is made with the secret that opens it. */
export const cluster: Provider = (resource, { context, databaseNames }) => {
  const { DatabaseName } = propertiesOf(resource, clusterProperties);
  const name = resource.name.toLowerCase();
  databaseNames.set(name, DatabaseName);
  const attributes = {
    'Endpoint.Address': context.host,
    'Endpoint.Port': '3306',
    DBClusterArn: clusterArn(context, name),
  };
  return { ref: name, attributes };
};

export const secret: Provider = (resource, { context }) => ({
  ref: `arn:aws:secretsmanager:${context.region}:${context.accountId}:secret:${resource.name}`,
  attributes: {},
});

const attachmentProperties = z.object({
  SecretId: z.string(),
  TargetId: z.string(),
  TargetType: z.literal('AWS::RDS::DBCluster'),
});

/** Opens the Data API: from here on the cluster answers to its ARN and the secret's. */
export const secretTargetAttachment: Provider = async (resource, cloud) => {
  const { SecretId, TargetId } = propertiesOf(resource, attachmentProperties);
  const resourceArn = clusterArn(cloud.context, TargetId);
  const database = required(cloud.databaseNames, TargetId, resource, 'cluster');
  const target = { resourceArn, secretArn: SecretId, database };
  await cloud.ports.dataApi.release();
  const service = await startDataApi(cloud.context, {
    port: cloud.ports.dataApi.port,
    server: cloud.database,
    clusters: [target],
  });
  cloud.dataApi = { ...service, ...target };
  return { ref: SecretId, attributes: {} };
};

function clusterArn(context: { readonly region: string; readonly accountId: string }, name: string): string {
  return `arn:aws:rds:${context.region}:${context.accountId}:cluster:${name}`;
}
