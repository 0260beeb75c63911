import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from '../../services.ts';
import { DataApiError } from './errors.ts';

const CLOCK_SKEW_MS = 15 * 60_000;
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

export interface SignedRequest {
  readonly method: string;
  /** Path without a query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Checks a Signature Version 4 header for `ownService` (AWS General Reference, "Create a signed AWS API request").
 * @throws DataApiError as the service answers: no header, unknown key, or a signature that does not match.
 */
export function verifySignature(
  request: SignedRequest,
  credentials: Credentials,
  now: Date,
  ownService = 'rds-data',
): void {
  const header = request.headers.authorization;
  if (header === undefined) {
    throw new DataApiError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const [, accessKeyId, day, region, service, signedHeaders, signature] = AUTHORIZATION.exec(header) ?? [];
  if (day === undefined || region === undefined || signedHeaders === undefined || signature === undefined) {
    throw new DataApiError('InvalidSignatureException', 'The Authorization header has an unknown form.');
  }
  if (accessKeyId !== credentials.accessKeyId) {
    throw new DataApiError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  const time = String(request.headers['x-amz-date'] ?? '');
  const scope = { day, region, service: ownService, time, signedHeaders };
  const expected = signatureOf(request, scope, credentials.secretAccessKey);
  const matches = timingSafeEqual(Buffer.from(expected), Buffer.from(signature));
  if (service !== ownService || !isFresh(time, now) || !matches) {
    throw new DataApiError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
}

function signatureOf(
  request: SignedRequest,
  scope: {
    readonly day: string;
    readonly region: string;
    readonly service: string;
    readonly time: string;
    readonly signedHeaders: string;
  },
  secretAccessKey: string,
): string {
  const headers = scope.signedHeaders.split(';').map((name) => {
    const value = request.headers[name];
    const text = Array.isArray(value) ? value.join(',') : (value ?? '');
    return `${name}:${text.trim().replace(/ +/g, ' ')}\n`;
  });
  const canonical = [
    request.method,
    request.path,
    '',
    headers.join(''),
    scope.signedHeaders,
    createHash('sha256').update(request.body).digest('hex'),
  ].join('\n');
  const text = [
    'AWS4-HMAC-SHA256',
    scope.time,
    `${scope.day}/${scope.region}/${scope.service}/aws4_request`,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const key = [scope.day, scope.region, scope.service, 'aws4_request'].reduce<Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

/** `20261122T090010Z` within a quarter of an hour of now. */
function isFresh(time: string, now: Date): boolean {
  const iso = time.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z');
  return Math.abs(Date.parse(iso) - now.getTime()) <= CLOCK_SKEW_MS;
}
