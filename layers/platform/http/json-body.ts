import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { RequestError } from '#core/errors.ts';

/** How many brackets may be open at once; the API's own bodies have at most three. */
const MAX_DEPTH = 32;

/**
 * The request's body as parsed JSON.
 * @throws RequestError `BODY_TOO_LARGE` (413), `BODY_MISSING`, `BODY_NOT_UTF8`, `BODY_TOO_DEEP` or `BODY_NOT_JSON` (400)
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
  const text = decodeUtf8(bytes);
  if (depthOf(bytes) > MAX_DEPTH) {
    throw new RequestError('BODY_TOO_DEEP', `The body is nested more than ${MAX_DEPTH} levels deep.`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestError('BODY_NOT_JSON', `The body is not JSON: ${(cause as Error).message}`);
  }
}

const [QUOTE, BACKSLASH, OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = Buffer.from('"\\[{]}');

/** The most brackets that are open at once, those in strings not counted; told without parsing. */
function depthOf(json: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let isString = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (isString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isString = false;
    } else if (byte === QUOTE) isString = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
  }
  return deepest;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestError('BODY_NOT_UTF8', 'The body is not UTF-8 text.');
  }
}
