import { S3Error } from '../s3-error.ts';
import type { SignatureClaim } from './authorize.ts';
import { ChunkSignatures } from './chunk-signatures.ts';
import type { Signer } from './signing.ts';

/** How a request's body is signed, as `x-amz-content-sha256` says. */
export type PayloadSigning =
  | { readonly kind: 'unsigned' }
  /** `sha256` in hexadecimal. */
  | { readonly kind: 'whole'; readonly sha256: string }
  /** The body is `aws-chunked`; without `signatures` its chunks are not signed. */
  | { readonly kind: 'chunked'; readonly signatures: ChunkSignatures | undefined };

/** Reads how a body is signed. @throws S3Error `InvalidArgument`, and `NotImplemented` for asymmetric signatures */
export function payloadSigning(claim: SignatureClaim, signer: Signer): PayloadSigning {
  const { payloadHash } = claim;
  switch (payloadHash) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'unsigned' };
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { kind: 'chunked', signatures: undefined };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': {
      const isTrailerSigned = payloadHash.endsWith('-TRAILER');
      return { kind: 'chunked', signatures: new ChunkSignatures(signer, claim, isTrailerSigned) };
    }
  }
  if (/^[0-9a-f]{64}$/.test(payloadHash)) return { kind: 'whole', sha256: payloadHash };
  if (payloadHash.startsWith('STREAMING-AWS4-ECDSA')) {
    throw new S3Error('NotImplemented', 'Asymmetric signatures are not supported here.');
  }
  const message = 'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING one, or a valid sha256 value.';
  throw new S3Error('InvalidArgument', message);
}
