import { ApiError, TIMED_OUT, UNEXPECTED_ANSWER, UNREACHABLE } from './api-error.ts';
import { errorAnswerShape } from './generated/shapes.ts';
import { fits, type Shape } from './shape.ts';

/** How requests are sent; `path` is of the page's own origin. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

let send: Send = (path, init) => fetch(path, init);

/** Sends every request from now on by this, which may add who is signed in. */
export function sendWith(own: Send): void {
  send = own;
}

/** API Gateway gives up after 30 s; a little more for the way. */
const TIMEOUT_MS = 35_000;
const THROTTLED_SECONDS = 5;

/**
 * GETs a path of the API and checks the answer's shape.
 * @throws ApiError for everything but an answer of that shape; where `signal` was aborted, the abort's reason.
 */
export async function getJson<T>(path: string, shape: Shape<T>, signal: AbortSignal): Promise<T> {
  const response = await request(path, signal);
  const body = await parseJson(response);
  if (!response.ok) throw errorOf(response, body);
  const fault = shape(body, 'answer');
  if (fault === undefined && fits(body, shape)) return body;
  throw new ApiError(UNEXPECTED_ANSWER, `The API's answer to ${path} cannot be read: ${fault}.`, {
    status: response.status,
    requestId: requestIdOf(response),
  });
}

async function request(path: string, signal: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await send(path, {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      signal: AbortSignal.any([signal, timeout]),
    });
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (cause instanceof ApiError) throw cause;
    if (timeout.aborted) throw new ApiError(TIMED_OUT, 'The API took too long to answer.', { cause });
    throw new ApiError(UNREACHABLE, 'The API cannot be reached.', { cause });
  }
}

/** Undefined where the body is no JSON; no shape fits that. */
async function parseJson(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text());
  } catch {
    return undefined;
  }
}

/** API Gateway's own refusals, which have a body of another shape. */
const GATEWAY_MESSAGES: Readonly<Record<number, string>> = {
  401: 'The API does not know who you are; sign in again.',
  403: 'You are signed in, but may not see this.',
  429: 'The API has too many requests just now.',
};

function errorOf(response: Response, body: unknown): ApiError {
  const details = { status: response.status, retryAfterSeconds: retryAfterSeconds(response) };
  if (fits(body, errorAnswerShape)) {
    return new ApiError(body.error.code, body.error.message, { ...details, requestId: body.requestId });
  }
  const message =
    GATEWAY_MESSAGES[response.status] ??
    `The API answered with status ${response.status} and no explanation.`;
  return new ApiError(`HTTP_${response.status}`, message, { ...details, requestId: requestIdOf(response) });
}

/** API Gateway's own id, for answers that carry none in their body. */
function requestIdOf(response: Response): string | undefined {
  return response.headers.get('apigw-requestid') ?? undefined;
}

/** With these alone Retry-After means something; CloudFront sends it with every answer of the API. */
const COME_BACK_STATUSES = [429, 503];

/** Only the form in seconds is read; the API uses no other. API Gateway's own 429 does not say when. */
function retryAfterSeconds(response: Response): number | undefined {
  if (!COME_BACK_STATUSES.includes(response.status)) return undefined;
  const value = response.headers.get('retry-after');
  if (value !== null && /^\d{1,6}$/.test(value)) return Number(value);
  return response.status === 429 ? THROTTLED_SECONDS : undefined;
}
