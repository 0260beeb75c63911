import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { CloudContext } from '../services.ts';
import { clientAddress, isHopByHop, splitTarget } from './http-server.ts';
import type { JwtIdentity } from './jwt-authorizer.ts';
import type { RouteMatch } from './route-table.ts';

/** What an API says of itself in each event. */
export interface ApiIdentity {
  readonly context: CloudContext;
  readonly apiId: string;
  readonly stage: string;
  readonly stageVariables?: Readonly<Record<string, string>>;
}

/** A Lambda proxy event in payload format 2.0. */
export type HttpApiEvent = Readonly<Record<string, unknown>> & {
  readonly requestContext: { readonly requestId: string };
};

/**
 * The event of a request, in payload format 2.0. `path` is the decoded path; headers and query parameters that come
 * more than once are joined by commas; a body is text for `text/*` and JSON, XML and JavaScript, else Base64. `caller` is
 * who the authorizer let in.
 */
export function requestEvent(
  api: ApiIdentity,
  request: IncomingMessage,
  path: string,
  match: RouteMatch,
  body: Buffer,
  caller?: JwtIdentity,
): HttpApiEvent {
  const { query } = splitTarget(request.url ?? '/');
  const headers = eventHeaders(request);
  const cookies = (request.headers.cookie ?? '').split(/;\s*/).filter((cookie) => cookie !== '');
  const queryStringParameters = joined([...new URLSearchParams(query)]);
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers,
    ...present('queryStringParameters', queryStringParameters),
    requestContext: requestContext(api, request, path, match, caller),
    ...present('pathParameters', match.pathParameters),
    ...present('stageVariables', api.stageVariables ?? {}),
    ...eventBody(body, request.headers['content-type'], request.headers['content-encoding']),
  };
}

function requestContext(
  api: ApiIdentity,
  request: IncomingMessage,
  path: string,
  match: RouteMatch,
  caller: JwtIdentity | undefined,
) {
  const now = new Date();
  return {
    accountId: api.context.accountId,
    apiId: api.apiId,
    ...(caller === undefined ? {} : { authorizer: { jwt: { ...caller, claims: claimTexts(caller) } } }),
    domainName: `${api.apiId}.execute-api.${api.context.region}.amazonaws.com`,
    domainPrefix: api.apiId,
    http: {
      method: request.method ?? 'GET',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: clientAddress(request),
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey: match.route.routeKey,
    stage: api.stage,
    time: logTime(now),
    timeEpoch: now.getTime(),
  };
}

/** Functions get every claim as a text. */
function claimTexts({ claims }: JwtIdentity): Record<string, string> {
  const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, textOf(value)]));
}

function eventHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (name !== 'cookie' && !isHopByHop(name)) headers[name] = (values ?? []).join(',');
  }
  const before = headers['x-forwarded-for'];
  const address = clientAddress(request);
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return {
    ...headers,
    'content-length': headers['content-length'] ?? '0',
    'x-amzn-trace-id': headers['x-amzn-trace-id'] ?? `Root=1-${seconds}-${randomBytes(12).toString('hex')}`,
    'x-forwarded-for': before === undefined ? address : `${before}, ${address}`,
    'x-forwarded-port': String(request.socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  };
}

const TEXT_TYPE = /^\s*(?:text\/[^;\s]+|application\/(?:json|xml|javascript))\s*(?:;|$)/i;

function eventBody(body: Buffer, contentType: string | undefined, contentEncoding: string | undefined) {
  if (body.byteLength === 0) return { isBase64Encoded: false };
  const isText = contentEncoding === undefined && TEXT_TYPE.test(contentType ?? '');
  const text = isText ? asUtf8(body) : undefined;
  if (text === undefined) return { body: body.toString('base64'), isBase64Encoded: true };
  return { body: text, isBase64Encoded: false };
}

function asUtf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function joined(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}

function present(name: string, value: Readonly<Record<string, string>>): object {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}

/** As in Apache's log: `12/Mar/2026:19:03:58 +0000`. */
function logTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(time.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
