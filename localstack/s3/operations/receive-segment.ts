import { bodyExpectations } from '../body/body-expectations.ts';
import type { VerifiedBody } from '../body/body-verifier.ts';
import type { ChecksumAlgorithm } from '../body/checksums.ts';
import { receiveBody } from '../body/receive-body.ts';
import { S3Error } from '../s3-error.ts';
import type { Segment } from '../storage/body-files.ts';
import type { ServiceCall } from './call.ts';

/** The most that one request may put: 5 GiB. */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;

/**
 * Streams a call's body to a file of its own, verified, in memory that does not grow with it.
 * @throws S3Error `MissingContentLength`, `EntityTooLarge`, and what is wrong with the body; no file is left then
 */
export async function receiveSegment(
  { storage, request, authorization }: ServiceCall,
  algorithm?: ChecksumAlgorithm,
): Promise<{ readonly segment: Segment; readonly result: VerifiedBody }> {
  const { bytes } = bodyExpectations(request, authorization);
  if (bytes === undefined) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (bytes > MAX_PUT_BYTES) {
    const details = { ProposedSize: String(bytes), MaxSizeAllowed: String(MAX_PUT_BYTES) };
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', { details });
  }
  return storage.bodies.create((write) => receiveBody(request, authorization, write, algorithm));
}
