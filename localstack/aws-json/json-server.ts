import { createServer, type IncomingMessage } from 'node:http';
import { DataApiError } from '../rds/data-api/errors.ts';
import { verifySignature } from '../rds/data-api/signature.ts';
import type { CloudContext } from '../services.ts';
import { JsonServiceError } from './json-service-error.ts';

const MAX_REQUEST_BYTES = 2 * 1024 * 1024;

/** A service by AWS's JSON protocol: `POST /` with the operation in X-Amz-Target. */
export interface JsonServerOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** As requests are signed for it. */
  readonly service: string;
  /** Of the protocol. */
  readonly version: '1.0' | '1.1';
  /** What stands before the dot in X-Amz-Target. */
  readonly target: string;
  /** By their names; a JsonServiceError is told to the caller, any other error is internal. */
  readonly operations: Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
}

export interface JsonServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Serves the operations to whoever signs with the local cloud's credentials. */
export async function startJsonServer(
  context: CloudContext,
  options: JsonServerOptions,
): Promise<JsonServer> {
  const { service, version } = options;
  const contentType = `application/x-amz-json-${version}`;
  const server = createServer(async (request, response) => {
    try {
      const output = await answerTo(request, context, options);
      response.writeHead(200, { 'content-type': contentType }).end(JSON.stringify(output));
    } catch (error) {
      const fault = faultOf(error);
      if (fault.status >= 500) context.log(service, String((error as Error).stack));
      const answer = JSON.stringify({ __type: fault.name, message: fault.message });
      const headers = { 'content-type': contentType, 'x-amzn-errortype': fault.name };
      response.writeHead(fault.status, headers).end(answer);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, context.host, resolve);
  });
  const address = server.address();
  const ownPort = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    endpoint: `http://${context.host}:${ownPort}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerTo(
  request: IncomingMessage,
  { credentials }: CloudContext,
  { service, target, operations }: JsonServerOptions,
): Promise<unknown> {
  const body = await readBody(request);
  const { method = '', headers } = request;
  verifySignature({ method, path: '/', headers, body }, credentials, new Date(), service);
  const [prefix, name = ''] = String(headers['x-amz-target'] ?? '').split('.');
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (method !== 'POST' || prefix !== target || operation === undefined) {
    const message = `The local cloud has no operation ${prefix}.${name}`;
    throw new JsonServiceError('UnknownOperationException', message, { status: 404 });
  }
  return operation(parseJson(body));
}

function faultOf(error: unknown): JsonServiceError | DataApiError {
  if (error instanceof JsonServiceError || error instanceof DataApiError) return error;
  return new JsonServiceError('InternalFailure', 'An internal error occurred.', {
    status: 500,
    cause: error,
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_REQUEST_BYTES) chunks.push(chunk);
  }
  if (bytes <= MAX_REQUEST_BYTES) return Buffer.concat(chunks);
  throw new JsonServiceError(
    'SerializationException',
    `The request is larger than ${MAX_REQUEST_BYTES} bytes.`,
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new JsonServiceError('SerializationException', 'The body is not JSON.', { cause });
  }
}
