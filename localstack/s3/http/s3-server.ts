import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudContext, CorsRule } from '../../services.ts';
import { authorize } from '../auth/authorize.ts';
import { withHoistedHeaders } from '../auth/hoisted-headers.ts';
import { S3Error } from '../s3-error.ts';
import { bucketNamed } from '../storage/buckets.ts';
import type { Storage } from '../storage/storage.ts';
import { errorAnswer, type S3Answer } from './answer.ts';
import { corsHeaders, preflightAnswer } from './cors.ts';
import { runOperation } from './router.ts';
import { newRequestId, type S3Request, s3Request } from './s3-request.ts';
import { sendAnswer } from './send-answer.ts';

const CLOSE_GRACE_MS = 1_000;
/** Longer than clients keep idle connections, so that none sends into one that is being closed. */
const KEEP_ALIVE_MS = 75_000;

export interface S3Server {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves a storage over HTTP. Rejects where the port is taken. */
export async function startS3Server(
  context: CloudContext,
  storage: Storage,
  port: number,
): Promise<S3Server> {
  const exchanges = new Set<Promise<void>>();
  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    incoming.on('error', () => undefined);
    response.on('error', () => undefined);
    const exchange = serve(context, storage, incoming, response)
      .catch((error: Error) => {
        context.log('s3', `${incoming.method} ${incoming.url}: ${error.stack}`);
        response.destroy();
      })
      .finally(() => exchanges.delete(exchange));
    exchanges.add(exchange);
  };
  // Bodies of several gigabytes take their time: it is pauses that are limited, where bodies are read.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS }, listener);
  server.on('checkContinue', listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, context.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await closeServer(server);
      await Promise.all(exchanges);
    },
  };
}

async function serve(
  context: CloudContext,
  storage: Storage,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = newRequestId();
  let request: S3Request | undefined;
  let answer: S3Answer;
  try {
    request = s3Request(incoming, requestId);
    answer = await answerTo(context, storage, request, response);
  } catch (error) {
    if (incoming.destroyed && !incoming.complete) return;
    answer = errorAnswer(asS3Error(error, context, incoming), request?.rawPath ?? '', requestId);
  }
  const cors = request === undefined || request.method === 'OPTIONS' ? {} : corsOf(storage, request);
  const common = { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId, server: 'AmazonS3' };
  await sendAnswer(incoming, response, { ...answer, headers: { ...common, ...cors, ...answer.headers } });
}

async function answerTo(
  context: CloudContext,
  storage: Storage,
  request: S3Request,
  response: ServerResponse,
): Promise<S3Answer> {
  if (request.method === 'OPTIONS') return preflightAnswer(corsRules(storage, request), request.headers);
  const authorization = authorize(request, context, Date.now());
  if (request.headers.get('expect')?.toLowerCase() === '100-continue') response.writeContinue();
  const effective = authorization.isPresigned ? withHoistedHeaders(request) : request;
  return runOperation({ storage, request: effective, authorization });
}

function asS3Error(error: unknown, context: CloudContext, incoming: IncomingMessage): S3Error {
  if (error instanceof S3Error) return error;
  const text = error instanceof Error ? error.stack : String(error);
  context.log('s3', `${incoming.method} ${incoming.url}: ${text}`);
  return new S3Error('InternalError', 'We encountered an internal error. Please try again.', {
    cause: error,
  });
}

/** @throws S3Error `NoSuchBucket` */
function corsRules(storage: Storage, { bucket }: S3Request): readonly CorsRule[] {
  return bucket === undefined ? [] : bucketNamed(storage.database, bucket).configuration.cors;
}

function corsOf(storage: Storage, request: S3Request): Readonly<Record<string, string>> {
  if (!request.headers.has('origin')) return {};
  try {
    return corsHeaders(corsRules(storage, request), request.method, request.headers);
  } catch {
    return {};
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await closed;
  clearTimeout(cut);
}
