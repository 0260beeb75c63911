import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  type ExecuteStatementCommandOutput,
  RDSDataClient,
} from '@aws-sdk/client-rds-data';
import type { DataApiLimits } from '../../../localstack/rds/data-api/limits.ts';
import type { ReadObject } from '../../../localstack/rds/data-api/load-data.ts';
import type { DatabaseServer } from '../../../localstack/rds/database-server.ts';
import { provideDatabase } from '../../../localstack/rds/provide-database.ts';
import { startDataApi } from '../../../localstack/rds/start-data-api.ts';
import type { CloudContext, DataApiService } from '../../../localstack/services.ts';

export const CACHE_DIRECTORY = join(import.meta.dirname, '../../../.cache/mariadb');
export const RESOURCE_ARN = 'arn:aws:rds:eu-west-1:000000000000:cluster:churn';
export const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:churn';

/** A context of its own folder; what the parts log is kept in `lines`. */
export async function makeContext(): Promise<CloudContext & { readonly lines: string[] }> {
  const lines: string[] = [];
  return {
    host: '127.0.0.1',
    region: 'eu-west-1',
    accountId: '000000000000',
    credentials: { accessKeyId: 'test-key', secretAccessKey: 'test-secret' },
    stateDirectory: await mkdtemp(join(tmpdir(), 'churn-rds-')),
    log: (part, message) => lines.push(`${part}: ${message}`),
    lines,
  };
}

export interface Rig {
  readonly context: CloudContext;
  readonly server: DatabaseServer;
  readonly client: RDSDataClient;
  /** One statement through the SDK. */
  readonly execute: (
    sql: string,
    more?: Partial<ExecuteStatementCommandInput>,
  ) => Promise<ExecuteStatementCommandOutput>;
  /** Another Data API on the same server, e.g. with shorter limits. */
  readonly startApi: (limits?: Partial<DataApiLimits>) => Promise<{
    readonly api: DataApiService;
    readonly client: RDSDataClient;
  }>;
  readonly close: () => Promise<void>;
}

export function executeWith(
  client: RDSDataClient,
  sql: string,
  more: Partial<ExecuteStatementCommandInput> = {},
): Promise<ExecuteStatementCommandOutput> {
  return client.send(
    new ExecuteStatementCommand({
      resourceArn: RESOURCE_ARN,
      secretArn: SECRET_ARN,
      database: 'churn',
      sql,
      ...more,
    }),
  );
}

/** The bucket that the rig's cluster may load rows from. */
export const IMPORT_BUCKET = 'lake';

/**
 * A private server in a temporary folder with the Data API before it and the SDK's client before that. `readObject`
 * stands in for S3.
 */
export async function startRig({ readObject }: { readonly readObject?: ReadObject } = {}): Promise<Rig> {
  delete process.env.MYSQL_URL;
  const context = await makeContext();
  const server = await provideDatabase(context, { cacheDirectory: CACHE_DIRECTORY });
  const started: { readonly api: DataApiService; readonly client: RDSDataClient }[] = [];
  const startApi = async (limits: Partial<DataApiLimits> = {}) => {
    const importBuckets = [IMPORT_BUCKET];
    const clusters = [{ resourceArn: RESOURCE_ARN, secretArn: SECRET_ARN, database: 'churn', importBuckets }];
    const api = await startDataApi(context, {
      ...{ port: 0, server, clusters, limits },
      ...(readObject === undefined ? {} : { readObject }),
    });
    const { region, credentials } = context;
    const client = new RDSDataClient({ endpoint: api.endpoint, region, credentials });
    started.push({ api, client });
    return { api, client };
  };
  const { client } = await startApi();
  return {
    context,
    server,
    client,
    execute: (sql, more) => executeWith(client, sql, more),
    startApi,
    async close() {
      for (const part of started) {
        part.client.destroy();
        await part.api.close();
      }
      await server.close();
      await rm(context.stateDirectory, { recursive: true, force: true });
    },
  };
}
