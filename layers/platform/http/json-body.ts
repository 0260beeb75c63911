import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { RequestError } from '#core/errors.ts';

/**
 * The request's body as parsed JSON.
 * @throws RequestError `BODY_TOO_LARGE` (413), `BODY_MISSING`, `BODY_NOT_UTF8` or `BODY_NOT_JSON` (400)
 */
export function jsonBody(event: APIGatewayProxyEventV2, maxBytes: number): unknown {
  if (event.body === undefined || event.body === '') {
    throw new RequestError('BODY_MISSING', 'The request has no body; send JSON.');
  }
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > maxBytes) {
    throw new RequestError(
      'BODY_TOO_LARGE',
      `The body has ${bytes.byteLength} bytes; at most ${maxBytes} are read.`,
    );
  }
  try {
    return JSON.parse(decodeUtf8(bytes));
  } catch (cause) {
    if (cause instanceof RequestError) throw cause;
    throw new RequestError('BODY_NOT_JSON', `The body is not JSON: ${(cause as Error).message}`);
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestError('BODY_NOT_UTF8', 'The body is not UTF-8 text.');
  }
}
