import type { S3Request } from '../http/s3-request.ts';
import { S3Error } from '../s3-error.ts';
import type { SignatureClaim } from './authorize.ts';
import { amzDateMs, credentialScope, SIGNING_ALGORITHM } from './signing.ts';

const MAX_EXPIRY_SECONDS = 7 * 24 * 3600;
const MAX_SKEW_MS = 15 * 60 * 1000;

/**
 * Reads the signature of a presigned URL that has not expired.
 * @throws S3Error `AuthorizationQueryParametersError` for a malformed one, `AccessDenied` for one past its time
 */
export function presignedClaim({ query, headers }: S3Request, nowMs: number): SignatureClaim {
  const algorithm = query.get('X-Amz-Algorithm');
  if (algorithm !== SIGNING_ALGORITHM)
    throw malformed(`X-Amz-Algorithm only supports "${SIGNING_ALGORITHM}"`);
  const scope = credentialScope(query.get('X-Amz-Credential') ?? '');
  if (scope === undefined) {
    throw malformed('Error parsing the X-Amz-Credential parameter; the Credential is mal-formed');
  }
  const amzDate = query.get('X-Amz-Date') ?? '';
  const dateMs = amzDateMs(amzDate);
  if (dateMs === undefined) {
    throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  const signature = query.get('X-Amz-Signature');
  const signedHeaders = query.get('X-Amz-SignedHeaders')?.toLowerCase().split(';');
  if (signature === undefined || signedHeaders === undefined) {
    throw malformed('Query-string authentication requires X-Amz-Signature and X-Amz-SignedHeaders.');
  }
  checkExpiry(dateMs, query.get('X-Amz-Expires') ?? '', nowMs);
  const payloadHash =
    headers.get('x-amz-content-sha256') ?? query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  return { scope, amzDate, signedHeaders, signature, payloadHash };
}

function checkExpiry(dateMs: number, expires: string, nowMs: number): void {
  if (!/^\d{1,9}$/.test(expires)) throw malformed('X-Amz-Expires should be a number');
  const seconds = Number(expires);
  if (seconds < 1 || seconds > MAX_EXPIRY_SECONDS) {
    throw malformed('X-Amz-Expires must be between 1 and 604800 seconds');
  }
  const expiresMs = dateMs + seconds * 1000;
  const ServerTime = new Date(nowMs).toISOString();
  if (nowMs > expiresMs) {
    const details = { 'X-Amz-Expires': expires, Expires: new Date(expiresMs).toISOString(), ServerTime };
    throw new S3Error('AccessDenied', 'Request has expired', { details });
  }
  if (dateMs - nowMs > MAX_SKEW_MS) {
    throw new S3Error('AccessDenied', 'Request is not yet valid', { details: { ServerTime } });
  }
}

function malformed(message: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', message);
}
