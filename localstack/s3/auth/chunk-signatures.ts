import { createHash, type Hash } from 'node:crypto';
import { S3Error } from '../s3-error.ts';
import type { SignatureClaim } from './authorize.ts';
import { isSameSignature, SIGNING_ALGORITHM, type Signer, sha256Hex } from './signing.ts';

/** Verifies the signatures of a body's chunks, each bound to the one before it, the first to the request's. */
export class ChunkSignatures {
  readonly isTrailerSigned: boolean;
  readonly #signer: Signer;
  readonly #amzDate: string;
  #previous: string;
  #hash: Hash = createHash('sha256');

  constructor(signer: Signer, claim: SignatureClaim, isTrailerSigned: boolean) {
    this.#signer = signer;
    this.#amzDate = claim.amzDate;
    this.#previous = claim.signature;
    this.isTrailerSigned = isTrailerSigned;
  }

  /** Takes on a piece of the chunk under way. */
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  /** Ends a chunk. @throws S3Error `SignatureDoesNotMatch` */
  endChunk(signature: string | undefined): void {
    const chunkHash = this.#hash.digest('hex');
    this.#hash = createHash('sha256');
    this.#check(`${SIGNING_ALGORITHM}-PAYLOAD`, [sha256Hex(''), chunkHash], signature);
  }

  /** Ends the trailer, given as `name:value` lines. @throws S3Error `SignatureDoesNotMatch` */
  endTrailer(lines: readonly string[], signature: string | undefined): void {
    const canonical = lines.map((line) => `${line}\n`).join('');
    this.#check(`${SIGNING_ALGORITHM}-TRAILER`, [sha256Hex(canonical)], signature);
  }

  #check(title: string, hashes: readonly string[], signature: string | undefined): void {
    const stringToSign = [title, this.#amzDate, this.#signer.scope, this.#previous, ...hashes].join('\n');
    const expected = this.#signer.sign(stringToSign);
    if (!isSameSignature(expected, signature ?? '')) {
      throw new S3Error('SignatureDoesNotMatch', 'The signature of a chunk of the body does not match.');
    }
    this.#previous = expected;
  }
}
