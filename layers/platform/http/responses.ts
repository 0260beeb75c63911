import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ErrorAnswer } from '#core/api/contract.ts';
import { type FieldError, NotFoundError, RequestError, UnavailableError } from '#core/errors.ts';

const STATUS_BY_CODE: Readonly<Record<string, number>> = { BODY_TOO_LARGE: 413 };

/** On every answer, for those who ask the API without CloudFront: JSON is never taken for a page or a script. */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** A JSON answer that no cache keeps. */
export function jsonResponse(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { ...JSON_TYPE, ...SECURITY_HEADERS, 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

/** The caller's own cache may keep the answer, and must ask with its tag whether it still stands. */
const revalidated = (etag: string) => ({ ...SECURITY_HEADERS, 'cache-control': 'private, no-cache', etag });

/** JSON text that is the same for as long as its tag is. */
export function taggedResponse(json: string, etag: string): APIGatewayProxyStructuredResultV2 {
  return { statusCode: 200, headers: { ...JSON_TYPE, ...revalidated(etag) }, body: json };
}

/** 304: what the caller has under this tag still stands. */
export function notModifiedResponse(etag: string): APIGatewayProxyStructuredResultV2 {
  return { statusCode: 304, headers: revalidated(etag), body: '' };
}

/** The answer to a thrown error; one that we did not throw on purpose is a 500 that says nothing of the inside. */
export function errorResponse(error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 {
  if (error instanceof RequestError) {
    return answer(STATUS_BY_CODE[error.code] ?? 400, error.code, error.message, requestId, error.fields);
  }
  if (error instanceof NotFoundError) return answer(404, error.code, error.message, requestId);
  if (error instanceof UnavailableError) {
    const headers = { 'retry-after': String(error.retryAfterSeconds) };
    return answer(503, error.code, error.message, requestId, [], headers);
  }
  return answer(500, 'INTERNAL_ERROR', 'Something failed on our side.', requestId);
}

function answer(
  statusCode: number,
  code: string,
  message: string,
  requestId: string,
  fields: readonly FieldError[] = [],
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  const body: ErrorAnswer = { error: { code, message, fields: [...fields] }, requestId };
  return jsonResponse(statusCode, body, headers);
}
