import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { clientAddress, splitTarget, startServer } from '../http-api/http-server.ts';
import type { CloudContext, DistributionService } from '../services.ts';
import { compressed } from './compression.ts';
import type {
  Behavior,
  DistributionOptions,
  OriginRequest,
  OriginResponse,
  PolicyHeader,
} from './distribution-options.ts';
import { errorPage } from './error-page.ts';
import { passToServer } from './http-origin.ts';
import { matchesPath, objectKey } from './path-pattern.ts';
import { readFromS3 } from './s3-origin.ts';

/** A distribution whose last behavior is not the default one. */
export class DistributionError extends Error {
  override readonly name = 'DistributionError';
}

/**
 * Serves a distribution: the first behavior whose pattern matches answers. There is no cache, so every request reaches
 * its origin. CloudFront's own refusals are 400 for a path with `..`, 403 for a method that a behavior does not allow,
 * 502 and 504 for its origins.
 * @throws DistributionError where the last behavior's pattern is not `*`
 */
export async function startDistribution(
  context: CloudContext,
  options: DistributionOptions,
): Promise<DistributionService> {
  const defaultBehavior = options.behaviors.at(-1);
  if (defaultBehavior?.pathPattern !== '*') {
    throw new DistributionError('The last behavior of a distribution must have the path pattern "*".');
  }
  const behaviorOf = (path: string): Behavior =>
    options.behaviors.find((behavior) => matchesPath(behavior.pathPattern, path)) ?? defaultBehavior;
  const { endpoint, close } = await startServer(
    { host: context.host, port: options.port },
    async (request, response) => {
      const originRequest = originRequestOf(request, response, options.defaultRootObject);
      const behavior = behaviorOf(originRequest.path);
      const answer = await withErrorPage(await firstAnswer(behavior, originRequest), originRequest);
      await send(request, response, finished(answer, behavior, request));
    },
    (message) => context.log('cloudfront', message),
  );
  return { endpoint, close };

  /** Replaces an error for which the distribution has a page; the page may come by another behavior. */
  async function withErrorPage(answer: OriginResponse, request: OriginRequest): Promise<OriginResponse> {
    const custom = options.errorResponses.find(({ errorCode }) => errorCode === answer.status);
    if (custom === undefined) return answer;
    const { clientAddress, signal } = request;
    const page = await fromOrigin(behaviorOf(custom.responsePagePath), {
      ...{ method: 'GET', path: custom.responsePagePath, query: '', headers: {}, clientAddress, signal },
    });
    const [kept, dropped] = page.status === 200 ? [page, answer] : [answer, page];
    if (dropped.body instanceof Readable) dropped.body.resume();
    return kept === page ? { ...page, status: custom.responseCode } : answer;
  }
}

async function firstAnswer(behavior: Behavior, request: OriginRequest): Promise<OriginResponse> {
  const isValid = request.path.startsWith('/') && objectKey(request.path) !== undefined;
  if (!isValid) return errorPage(400, 'The path is not a valid one.');
  if (!behavior.allowedMethods.includes(request.method)) {
    return errorPage(403, 'This distribution does not allow the method on this path.');
  }
  return fromOrigin(behavior, request);
}

function fromOrigin({ origin }: Behavior, request: OriginRequest): Promise<OriginResponse> {
  return origin.kind === 's3' ? readFromS3(origin, request) : passToServer(origin, request);
}

function originRequestOf(
  request: IncomingMessage,
  response: ServerResponse,
  defaultRootObject: string | undefined,
): OriginRequest {
  const { path, query } = splitTarget(request.url ?? '/');
  const viewerGone = new AbortController();
  response.on('close', () => viewerGone.abort());
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  return {
    method: request.method ?? 'GET',
    path: path === '/' && defaultRootObject !== undefined ? `/${defaultRootObject}` : path,
    query,
    headers: Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    clientAddress: clientAddress(request),
    ...(hasBody ? { body: request } : {}),
    signal: viewerGone.signal,
  };
}

function finished(answer: OriginResponse, behavior: Behavior, request: IncomingMessage): OriginResponse {
  const acceptEncoding = String(request.headers['accept-encoding'] ?? '');
  const compresses = behavior.compress ?? behavior.origin.kind === 's3';
  const result = compresses ? compressed(answer, acceptEncoding, request.method === 'HEAD') : answer;
  return { ...result, headers: withPolicy(result.headers, behavior.responseHeaders) };
}

function withPolicy(
  headers: OriginResponse['headers'],
  policy: readonly PolicyHeader[],
): OriginResponse['headers'] {
  const result: OriginResponse['headers'] = { ...headers, 'x-cache': 'Miss from cloudfront' };
  for (const { name, value, override } of policy) {
    const lowerCase = name.toLowerCase();
    if (override || result[lowerCase] === undefined) result[lowerCase] = value;
  }
  return result;
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: OriginResponse,
): Promise<void> {
  if (!request.complete) request.resume();
  response.writeHead(answer.status, answer.headers);
  if (request.method === 'HEAD' || answer.status === 304) {
    if (answer.body instanceof Readable) answer.body.resume();
    response.end();
  } else if (answer.body instanceof Readable) {
    await pipeline(answer.body, response).catch(() => response.destroy());
  } else {
    response.end(answer.body);
  }
}
