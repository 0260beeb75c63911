import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { decodeAwsChunked } from './aws-chunked.ts';
import { CHECKSUM_ALGORITHMS, type Checksum, createChecksum } from './checksums.ts';
import { S3Error } from './s3-error.ts';

export interface ReceivedBody {
  readonly bytes: number;
  /** MD5 of the body, in hex: the ETag of an object written in one piece. */
  readonly md5: string;
  /** The checksum headers to answer and keep, `x-amz-checksum-…`. */
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * Streams a request's body into a file, taking chunked framing off, and holds it against every length and checksum that
 * the request states. @throws S3Error `IncompleteBody`, `BadDigest`, `InvalidDigest`, `XAmzContentSHA256Mismatch`
 */
export async function receiveBody(request: IncomingMessage, path: string): Promise<ReceivedBody> {
  const stated = new Map<string, string>();
  const state = (name: string, value: string) => {
    if (name.startsWith('x-amz-checksum-')) stated.set(name.slice('x-amz-checksum-'.length), value);
  };
  for (const [name, value] of Object.entries(request.headers)) state(name, String(value));
  const encoding = String(request.headers['x-amz-content-sha256'] ?? '');
  const isChunked = encoding.startsWith('STREAMING-');
  const body = isChunked ? decodeAwsChunked(request, state) : request;

  const md5 = createHash('md5');
  const sha256 = /^[0-9a-f]{64}$/.test(encoding) ? createHash('sha256') : undefined;
  const announced = `${request.headers['x-amz-trailer'] ?? ''},${[...stated.keys()].map((name) => `x-amz-checksum-${name}`)}`;
  const checksums = new Map<string, Checksum>();
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    if (announced.split(',').includes(`x-amz-checksum-${algorithm}`))
      checksums.set(algorithm, createChecksum(algorithm));
  }
  let bytes = 0;
  await pipeline(
    Readable.from(body, { objectMode: false }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.byteLength;
        md5.update(chunk);
        sha256?.update(chunk);
        for (const checksum of checksums.values()) checksum.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path),
  );
  const expectedBytes = Number(
    request.headers[isChunked ? 'x-amz-decoded-content-length' : 'content-length'] ?? bytes,
  );
  if (expectedBytes !== bytes)
    throw new S3Error('IncompleteBody', `The body has ${bytes} bytes, not ${expectedBytes}.`);
  if (sha256 !== undefined && sha256.digest('hex') !== encoding) {
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      'The provided x-amz-content-sha256 header does not match what was computed.',
    );
  }
  const digest = md5.digest();
  checkContentMd5(request, digest);
  for (const [name, checksum] of checksums) checkStated(name, stated.get(name), checksum.digest());
  const kept = [...stated].map(([name, value]) => [`x-amz-checksum-${name}`, value] as const);
  return { bytes, md5: digest.toString('hex'), checksums: Object.fromEntries(kept) };
}

function checkContentMd5(request: IncomingMessage, digest: Buffer): void {
  const header = request.headers['content-md5'];
  if (header === undefined) return;
  const expected = Buffer.from(String(header), 'base64');
  if (expected.length !== digest.length)
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  if (!expected.equals(digest)) throw badDigest('Content-MD5');
}

function checkStated(name: string, stated: string | undefined, computed: string): void {
  if (stated !== undefined && stated !== computed) throw badDigest(name.toUpperCase());
}

function badDigest(name: string): S3Error {
  return new S3Error('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
}
