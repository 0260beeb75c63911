import type { CloudContext } from '../../services.ts';
import type { S3Request } from '../http/s3-request.ts';
import { S3Error } from '../s3-error.ts';
import { canonicalRequest } from './canonical-request.ts';
import { headerClaim } from './header-claim.ts';
import { type PayloadSigning, payloadSigning } from './payload-signing.ts';
import { presignedClaim } from './presigned-claim.ts';
import { type CredentialScope, isSameSignature, SIGNING_ALGORITHM, Signer, sha256Hex } from './signing.ts';

/** What a request says of its own signature. */
export interface SignatureClaim {
  readonly scope: CredentialScope;
  /** `20261122T090010Z` */
  readonly amzDate: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** The value of `x-amz-content-sha256`, or what stands for it. */
  readonly payloadHash: string;
}

/** What authorization learns of a request: who asks, and how its body is signed. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly isPresigned: boolean;
  readonly payload: PayloadSigning;
}

/**
 * Verifies a request's Signature Version 4, in its header or its query, against the cloud's one pair of keys.
 * @throws S3Error `AccessDenied` for an anonymous or expired one, `SignatureDoesNotMatch` for a wrong one
 */
export function authorize(request: S3Request, context: CloudContext, nowMs: number): Authorization {
  const header = request.headers.get('authorization');
  const isPresigned = request.query.has('X-Amz-Algorithm') || request.query.has('X-Amz-Signature');
  if (header !== undefined && isPresigned) {
    throw new S3Error(
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the Authorization header should be specified',
    );
  }
  if (header === undefined && !isPresigned) refuseUnsigned(request);
  const claim = header === undefined ? presignedClaim(request, nowMs) : headerClaim(request, header, nowMs);
  checkScope(claim, context, isPresigned);
  checkSignedHeaders(request, claim.signedHeaders);
  const signer = new Signer(context.credentials.secretAccessKey, claim.scope);
  checkSignature(request, claim, signer);
  return {
    accessKeyId: claim.scope.accessKeyId,
    isPresigned,
    payload: payloadSigning(claim, signer),
  };
}

function refuseUnsigned({ query }: S3Request): never {
  if (query.has('AWSAccessKeyId') || query.has('Signature')) {
    throw new S3Error('InvalidRequest', `Please use ${SIGNING_ALGORITHM}.`);
  }
  throw new S3Error('AccessDenied', 'Access Denied');
}

function checkScope({ scope, amzDate }: SignatureClaim, context: CloudContext, isPresigned: boolean): void {
  if (scope.accessKeyId !== context.credentials.accessKeyId) {
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      {
        details: { AWSAccessKeyId: scope.accessKeyId },
      },
    );
  }
  const code = isPresigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed';
  if (scope.region !== context.region) {
    const message = `The credential scope is malformed; the region '${scope.region}' is wrong; expecting '${context.region}'`;
    throw new S3Error(code, message, { details: { Region: context.region } });
  }
  if (scope.service !== 's3') {
    throw new S3Error(
      code,
      `The credential scope is malformed; incorrect service "${scope.service}". This endpoint belongs to "s3".`,
    );
  }
  if (!amzDate.startsWith(scope.date)) {
    throw new S3Error(
      code,
      `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${amzDate.slice(0, 8)}".`,
    );
  }
}

function checkSignedHeaders(request: S3Request, signedHeaders: readonly string[]): void {
  const unsigned = [...request.headers.keys()].filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
    details: { HeadersNotSigned: unsigned.join(', ') },
  });
}

function checkSignature(request: S3Request, claim: SignatureClaim, signer: Signer): void {
  const canonical = canonicalRequest(request, claim.signedHeaders, claim.payloadHash);
  const stringToSign = [SIGNING_ALGORITHM, claim.amzDate, signer.scope, sha256Hex(canonical)].join('\n');
  if (isSameSignature(signer.sign(stringToSign), claim.signature)) return;
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  const details = {
    AWSAccessKeyId: claim.scope.accessKeyId,
    StringToSign: stringToSign,
    SignatureProvided: claim.signature,
    CanonicalRequest: canonical,
  };
  throw new S3Error('SignatureDoesNotMatch', message, { details });
}
