import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { CloudContext, DataApiService } from '../services.ts';
import { DataApiError, fromDriverError } from './data-api/errors.ts';
import { AWS_LIMITS, type DataApiLimits } from './data-api/limits.ts';
import type { ReadObject } from './data-api/load-data.ts';
import { Operations } from './data-api/operations.ts';
import {
  batchExecuteSchema,
  beginTransactionSchema,
  endTransactionSchema,
  executeSchema,
  parseRequest,
  targetSchema,
} from './data-api/requests.ts';
import { verifySignature } from './data-api/signature.ts';
import { responseTooLarge } from './data-api/statement.ts';
import type { DatabaseServer } from './database-server.ts';

/** A database cluster of the template. */
export interface ClusterTarget {
  readonly resourceArn: string;
  readonly secretArn: string;
  readonly database: string;
  /** The buckets that it may load rows from. @default none */
  readonly importBuckets?: readonly string[];
}

/**
 * Serves the RDS Data API for the given clusters, all on one database server, on `port` (0 for any free one).
 * `limits` replaces some of the service's own, for tests.
 */
export async function startDataApi(
  context: CloudContext,
  options: {
    readonly port: number;
    readonly server: DatabaseServer;
    readonly clusters: readonly ClusterTarget[];
    readonly limits?: Partial<DataApiLimits>;
    /** Where clusters load rows from. @default they cannot */
    readonly readObject?: ReadObject;
  },
): Promise<DataApiService> {
  const limits = { ...AWS_LIMITS, ...options.limits };
  const databases = new Map<string, string>();
  for (const { database } of options.clusters) {
    databases.set(database, await options.server.ensureDatabase(database));
  }
  const { clusters, readObject } = options;
  const importBuckets = new Map(clusters.map((each) => [each.resourceArn, each.importBuckets ?? []]));
  const operations = new Operations(options.server, limits, databases, { importBuckets, readObject });
  const routes = routesOf(operations);
  const server = createServer((request, response) => {
    void answer(
      request,
      response,
      async (body) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        const { method = '', headers } = request;
        verifySignature({ method, path, headers, body }, context.credentials, new Date());
        const route = method === 'POST' ? routes.get(path) : undefined;
        if (route === undefined)
          throw new DataApiError('UnknownOperationException', `No operation at ${path}`);
        const input = parseJson(body);
        checkTarget(input, options.clusters);
        const output = Buffer.from(JSON.stringify(await route(input)));
        if (output.length > limits.responseBytes) throw responseTooLarge();
        return output;
      },
      limits,
      context,
    );
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, context.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    endpoint: `http://${context.host}:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await operations.close();
    },
  };
}

function routesOf(operations: Operations): ReadonlyMap<string, (input: unknown) => Promise<object>> {
  return new Map([
    ['/Execute', (input: unknown) => operations.execute(parseRequest(executeSchema, input))],
    ['/BatchExecute', (input: unknown) => operations.batchExecute(parseRequest(batchExecuteSchema, input))],
    [
      '/BeginTransaction',
      (input: unknown) => operations.beginTransaction(parseRequest(beginTransactionSchema, input)),
    ],
    [
      '/CommitTransaction',
      (input: unknown) => operations.commitTransaction(parseRequest(endTransactionSchema, input)),
    ],
    [
      '/RollbackTransaction',
      (input: unknown) => operations.rollbackTransaction(parseRequest(endTransactionSchema, input)),
    ],
  ]);
}

/** An ARN we have no cluster for is a bad request; a secret that is not the cluster's own opens nothing. */
function checkTarget(input: unknown, clusters: readonly ClusterTarget[]): void {
  const { resourceArn, secretArn } = parseRequest(targetSchema, input);
  const cluster = clusters.find((candidate) => candidate.resourceArn === resourceArn);
  if (cluster === undefined) {
    throw new DataApiError('BadRequestException', `HttpEndpoint is not enabled for cluster ${resourceArn}`);
  }
  if (cluster.secretArn !== secretArn) {
    throw new DataApiError('ForbiddenException', `The secret ${secretArn} does not open ${resourceArn}`);
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (body: Buffer) => Promise<Buffer>,
  limits: DataApiLimits,
  context: CloudContext,
): Promise<void> {
  try {
    const output = await handle(await readBody(request, limits.requestBytes));
    response.writeHead(200, { 'content-type': 'application/json' }).end(output);
  } catch (error) {
    const fault = fromDriverError(error);
    if (fault.name === 'InternalServerErrorException') context.log('data-api', String(fault.stack));
    const body = JSON.stringify({ __type: fault.name, message: fault.message, ...fault.details });
    response
      .writeHead(fault.status, { 'content-type': 'application/json', 'x-amzn-errortype': fault.name })
      .end(body);
  }
}

/** Reads all of the body, so that the caller gets an answer, but keeps no more than the limit. */
async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= limitBytes) chunks.push(chunk);
  }
  if (bytes > limitBytes) {
    throw new DataApiError('BadRequestException', `The request is larger than ${limitBytes} bytes`);
  }
  return Buffer.concat(chunks);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new DataApiError('BadRequestException', 'The body is not JSON', { cause });
  }
}
