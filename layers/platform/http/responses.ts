import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ErrorAnswer } from '#core/api/contract.ts';
import { type FieldError, NotFoundError, RequestError, UnavailableError } from '#core/errors.ts';

const STATUS_BY_CODE: Readonly<Record<string, number>> = { BODY_TOO_LARGE: 413 };

/** A JSON answer that no cache keeps. */
export function jsonResponse(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
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
