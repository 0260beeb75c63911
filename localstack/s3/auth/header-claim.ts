import type { S3Request } from '../http/s3-request.ts';
import { S3Error } from '../s3-error.ts';
import type { SignatureClaim } from './authorize.ts';
import { amzDateMs, credentialScope, SIGNING_ALGORITHM } from './signing.ts';

const MAX_SKEW_MS = 15 * 60 * 1000;

/**
 * Reads the `Authorization` header of a request whose date is within 15 minutes of now.
 * @throws S3Error `AuthorizationHeaderMalformed`, `RequestTimeTooSkewed`, `InvalidRequest` for another algorithm
 */
export function headerClaim(request: S3Request, header: string, nowMs: number): SignatureClaim {
  const [algorithm = '', ...rest] = header.split(/\s+/);
  if (algorithm !== SIGNING_ALGORITHM) {
    throw new S3Error(
      'InvalidRequest',
      `The authorization mechanism you have provided is not supported. Please use ${SIGNING_ALGORITHM}.`,
    );
  }
  const fields = new Map(
    rest
      .join('')
      .split(',')
      .map((field) => {
        const equals = field.indexOf('=');
        return [field.slice(0, equals), field.slice(equals + 1)] as const;
      }),
  );
  const scope = credentialScope(fields.get('Credential') ?? '');
  const signature = fields.get('Signature');
  const signedHeaders = fields.get('SignedHeaders')?.toLowerCase().split(';');
  if (scope === undefined || signature === undefined || signedHeaders === undefined) {
    throw new S3Error(
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; it needs Credential, SignedHeaders and Signature.',
    );
  }
  const payloadHash = request.headers.get('x-amz-content-sha256');
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  return { scope, amzDate: recentDate(request, nowMs), signedHeaders, signature, payloadHash };
}

function recentDate(request: S3Request, nowMs: number): string {
  const amzDate = request.headers.get('x-amz-date') ?? '';
  const dateMs = amzDateMs(amzDate);
  if (dateMs === undefined) {
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  }
  if (Math.abs(nowMs - dateMs) > MAX_SKEW_MS) {
    const details = {
      RequestTime: amzDate,
      ServerTime: new Date(nowMs).toISOString(),
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
    };
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      { details },
    );
  }
  return amzDate;
}
