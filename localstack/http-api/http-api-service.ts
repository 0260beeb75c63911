import type { IncomingMessage, ServerResponse } from 'node:http';
import { LambdaServiceError } from '../lambda/lambda-error.ts';
import type {
  CloudContext,
  HttpApiRoute,
  HttpApiService,
  InvocationResult,
  LambdaService,
  Throttling,
} from '../services.ts';
import { functionAnswer, gatewayAnswer, type HttpAnswer } from './function-response.ts';
import { readBody, splitTarget, startServer } from './http-server.ts';
import { type Authorized, jwtAuthorizer } from './jwt-authorizer.ts';
import { type ApiIdentity, requestEvent } from './request-event.ts';
import { type RouteTable, routeTable } from './route-table.ts';
import { RouteThrottles } from './throttle.ts';

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const INTEGRATION_TIMEOUT_MS = 30_000;

export interface HttpApiOptions {
  readonly apiId: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly routes: readonly HttpApiRoute[];
  /** `$default` is at the root; any other stage under `/<stage>`. */
  readonly stage: string;
  readonly stageVariables?: Readonly<Record<string, string>>;
  /** Of each route that has none of its own. @default no limit */
  readonly throttling?: Throttling;
  readonly lambda: LambdaService;
  /** @default 30 seconds, API Gateway's own */
  readonly integrationTimeoutMs?: number;
}

/**
 * Serves an HTTP API whose routes call functions in payload format 2.0. API Gateway's own answers are a JSON `message`
 * with 400, 401, 403, 404, 413, 429, 500 (the function failed) and 503 (it was throttled or took over 30 seconds). Its
 * 429 says when to come back, which API Gateway's own does not: there the distribution before it adds the header.
 */
export async function startHttpApi(context: CloudContext, options: HttpApiOptions): Promise<HttpApiService> {
  const routes = routeTable(options.routes);
  const throttles = new RouteThrottles(options.throttling);
  const authorize = jwtAuthorizer();
  const log = (message: string) => context.log('http-api', message);
  const { endpoint, close } = await startServer(
    { host: context.host, port: options.port },
    async (request, response) => {
      const body = await readBody(request, MAX_BODY_BYTES);
      send(request, response, await answer(request, body));
    },
    log,
  );
  return { endpoint, close };

  async function answer(request: IncomingMessage, body: Buffer | undefined): Promise<HttpAnswer> {
    const path = decodedPath(request);
    if (path === undefined) return gatewayAnswer(400, 'Bad Request');
    const match = matchInStage(routes, options.stage, request.method ?? 'GET', path);
    if (match === undefined) return gatewayAnswer(404, 'Not Found');
    const throttle = throttles.of(match.route);
    if (throttle?.take() === false) {
      return gatewayAnswer(429, 'Too Many Requests', { 'retry-after': String(throttle.retryAfterSeconds) });
    }
    const { identity, refusal } = await authorized(request, match.route);
    if (refusal !== undefined) return refusal;
    if (body === undefined) return gatewayAnswer(413, 'Request Entity Too Large');
    const api: ApiIdentity = { context, ...options };
    const event = requestEvent(api, request, path, match, body, identity);
    const answer = await integrationAnswer(match.route, event, options, log);
    return { ...answer, headers: { ...answer.headers, 'apigw-requestid': event.requestContext.requestId } };
  }

  async function authorized(
    request: IncomingMessage,
    { authorization }: HttpApiRoute,
  ): Promise<Partial<Authorized>> {
    if (authorization === undefined) return {};
    return authorize(request.headers.authorization, authorization);
  }
}

async function integrationAnswer(
  route: HttpApiRoute,
  event: unknown,
  { lambda, integrationTimeoutMs = INTEGRATION_TIMEOUT_MS }: HttpApiOptions,
  log: (message: string) => void,
): Promise<HttpAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), integrationTimeoutMs);
  });
  try {
    const result = await Promise.race([lambda.invoke(route.functionArn, event), tooLate]);
    if (result === undefined) return gatewayAnswer(503, 'Service Unavailable');
    return answerOf(result, route, log);
  } catch (error) {
    log(`${route.routeKey}: ${(error as Error).message}`);
    const statusCode = error instanceof LambdaServiceError ? error.statusCode : 500;
    if (statusCode === 429) return gatewayAnswer(503, 'Service Unavailable');
    if (statusCode === 413) return gatewayAnswer(413, 'Request Entity Too Large');
    return gatewayAnswer(500, 'Internal Server Error');
  } finally {
    clearTimeout(timer);
  }
}

function answerOf(result: InvocationResult, route: HttpApiRoute, log: (message: string) => void): HttpAnswer {
  const answer = result.functionError === undefined ? functionAnswer(result.payload) : undefined;
  if (answer !== undefined) return answer;
  const reason = result.functionError === undefined ? 'answered with what is no HTTP response' : 'failed';
  log(`${route.routeKey}: ${route.functionArn} ${reason}: ${result.payload.slice(0, 500)}`);
  return gatewayAnswer(500, 'Internal Server Error');
}

function matchInStage(routes: RouteTable, stage: string, method: string, path: string) {
  if (stage === '$default') return routes(method, path);
  const prefix = `/${stage}`;
  if (path !== prefix && !path.startsWith(`${prefix}/`)) return undefined;
  return routes(method, path.slice(prefix.length) || '/');
}

/** The path as API Gateway gives it to functions: decoded. Undefined where it does not decode. */
function decodedPath(request: IncomingMessage): string | undefined {
  try {
    const path = decodeURIComponent(splitTarget(request.url ?? '/').path);
    return path.startsWith('/') ? path : undefined;
  } catch {
    return undefined;
  }
}

function send(request: IncomingMessage, response: ServerResponse, answer: HttpAnswer): void {
  const isBodyless = answer.statusCode === 204 || answer.statusCode === 304;
  response.writeHead(answer.statusCode, {
    ...(answer.headers as Record<string, string | string[]>),
    ...(isBodyless ? {} : { 'content-length': answer.body.byteLength }),
  });
  if (isBodyless || request.method === 'HEAD') response.end();
  // As characters of one byte each the body leaves together with the headers, in one write.
  else response.end(answer.body.toString('latin1'), 'latin1');
}
