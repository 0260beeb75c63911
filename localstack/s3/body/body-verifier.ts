import { createHash } from 'node:crypto';
import type { PayloadSigning } from '../auth/payload-signing.ts';
import { S3Error } from '../s3-error.ts';
import type { BodyExpectations } from './body-expectations.ts';
import { checkChecksumValue } from './body-expectations.ts';
import { type Checksum, type ChecksumAlgorithm, checksumHeader, startChecksum } from './checksums.ts';
import type { RunningChecksum } from './crc.ts';

/** A body that is all there and as its sender said. */
export interface VerifiedBody {
  readonly bytes: number;
  /** Hexadecimal: the ETag of an object put whole. */
  readonly md5: string;
  /** Of the bytes received; absent where no algorithm was asked for. */
  readonly checksum: Checksum | undefined;
}

/** Counts and hashes a body as it passes, and compares at its end. */
export class BodyVerifier {
  readonly #expected: BodyExpectations;
  readonly #sha256: { readonly running: RunningChecksum; readonly expected: string } | undefined;
  readonly #checksum:
    | { readonly running: RunningChecksum; readonly algorithm: ChecksumAlgorithm }
    | undefined;
  readonly #md5 = createHash('md5');
  #bytes = 0;

  /** `algorithm` is computed where the sender gave no checksum. */
  constructor(expected: BodyExpectations, payload: PayloadSigning, algorithm?: ChecksumAlgorithm) {
    this.#expected = expected;
    if (payload.kind === 'whole') {
      this.#sha256 = { running: createHash('sha256'), expected: payload.sha256 };
    }
    const computed = expected.checksum?.algorithm ?? algorithm;
    if (computed !== undefined) this.#checksum = { running: startChecksum(computed), algorithm: computed };
  }

  /** Takes on a piece. @throws S3Error `IncompleteBody` where it is more than was announced */
  update(data: Uint8Array): void {
    this.#bytes += data.byteLength;
    if (this.#expected.bytes !== undefined && this.#bytes > this.#expected.bytes) throw this.#wrongLength();
    this.#md5.update(data);
    this.#sha256?.running.update(data);
    this.#checksum?.running.update(data);
  }

  /** Ends the body. @throws S3Error `IncompleteBody`, `BadDigest`, `XAmzContentSHA256Mismatch` */
  finish(trailers: ReadonlyMap<string, string>): VerifiedBody {
    if (this.#expected.bytes !== undefined && this.#bytes !== this.#expected.bytes) throw this.#wrongLength();
    const md5 = this.#md5.digest();
    const { contentMd5 } = this.#expected;
    if (contentMd5 !== undefined && contentMd5 !== md5.toString('base64')) {
      throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
    this.#checkSha256();
    return { bytes: this.#bytes, md5: md5.toString('hex'), checksum: this.#finishChecksum(trailers) };
  }

  #checkSha256(): void {
    if (this.#sha256 === undefined) return;
    const computed = this.#sha256.running.digest().toString('hex');
    if (computed === this.#sha256.expected) return;
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    const details = {
      ClientComputedContentSHA256: this.#sha256.expected,
      S3ComputedContentSHA256: computed,
    };
    throw new S3Error('XAmzContentSHA256Mismatch', message, { details });
  }

  #finishChecksum(trailers: ReadonlyMap<string, string>): Checksum | undefined {
    if (this.#checksum === undefined) return undefined;
    const { running, algorithm } = this.#checksum;
    const value = running.digest().toString('base64');
    if (this.#expected.checksum !== undefined) {
      const given = this.#expected.checksum.value ?? trailers.get(checksumHeader(algorithm));
      if (given === undefined) {
        throw new S3Error('InvalidRequest', `The trailer ${checksumHeader(algorithm)} is missing.`);
      }
      checkChecksumValue(algorithm, given);
      if (given !== value) {
        throw new S3Error(
          'BadDigest',
          `The ${algorithm} you specified did not match the calculated checksum.`,
        );
      }
    }
    return { algorithm, type: 'FULL_OBJECT', value };
  }

  #wrongLength(): S3Error {
    return new S3Error(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  }
}
