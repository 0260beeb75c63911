import { expect, test } from 'vitest';
import { ChunkSignatures } from '../../../localstack/s3/auth/chunk-signatures.ts';
import { Signer } from '../../../localstack/s3/auth/signing.ts';

// The example of Amazon S3's API reference, "Signature Calculations for the Authorization Header: Transferring Payload
// in Multiple Chunks": 65 KiB of the letter a.
const scope = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', date: '20130524', region: 'us-east-1', service: 's3' };
const claim = {
  scope,
  amzDate: '20130524T000000Z',
  signedHeaders: [],
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
};
const first = 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648';
const second = '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497';
const last = 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9';

function signatures(): ChunkSignatures {
  return new ChunkSignatures(new Signer('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope), claim, false);
}

test('the published example verifies', () => {
  const chunks = signatures();
  chunks.update(Buffer.alloc(30_000, 'a'));
  chunks.update(Buffer.alloc(35_536, 'a'));
  chunks.endChunk(first);
  chunks.update(Buffer.alloc(1024, 'a'));
  chunks.endChunk(second);
  chunks.endChunk(last);
});

test('a chunk out of its place does not', () => {
  const chunks = signatures();
  chunks.update(Buffer.alloc(1024, 'a'));
  expect(() => chunks.endChunk(second)).toThrow(expect.objectContaining({ code: 'SignatureDoesNotMatch' }));
  expect(() => signatures().endChunk(undefined)).toThrow('signature');
});
