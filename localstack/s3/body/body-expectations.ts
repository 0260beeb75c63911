import type { Authorization } from '../auth/authorize.ts';
import type { S3Request } from '../http/s3-request.ts';
import { S3Error } from '../s3-error.ts';
import { type ChecksumAlgorithm, checksumAlgorithm, checksumBytes, checksumHeader } from './checksums.ts';

/** A checksum that comes with a body: its value in Base64, or undefined where it follows in the trailer. */
export interface ExpectedChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string | undefined;
}

/** What a request says of its body beforehand. */
export interface BodyExpectations {
  /** The length of the data; undefined where it is not said. */
  readonly bytes: number | undefined;
  /** Base64. */
  readonly contentMd5: string | undefined;
  readonly checksum: ExpectedChecksum | undefined;
}

const NOT_CHECKSUMS = new Set(['x-amz-checksum-mode', 'x-amz-checksum-type', 'x-amz-checksum-algorithm']);

/**
 * Reads what the headers say of the body. Checksums in a presigned URL's query do not count, as with S3: SDKs put
 * there that of an empty body.
 * @throws S3Error `InvalidDigest`, `InvalidRequest`
 */
export function bodyExpectations(request: S3Request, { payload }: Authorization): BodyExpectations {
  const { headers } = request;
  const lengthHeader = payload.kind === 'chunked' ? 'x-amz-decoded-content-length' : 'content-length';
  const length = headers.get(lengthHeader);
  if (length !== undefined && !/^\d{1,15}$/.test(length)) {
    throw new S3Error('InvalidArgument', `The header ${lengthHeader} must be a number of bytes.`);
  }
  const contentMd5 = headers.get('content-md5');
  if (contentMd5 !== undefined && !isBase64Of(contentMd5, 16)) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  const bytes = length === undefined ? undefined : Number(length);
  return { bytes, contentMd5, checksum: expectedChecksum(headers) };
}

/** The checksum that a request's headers give for what it sends, or say to follow in the trailer. @throws S3Error `InvalidRequest` */
export function expectedChecksum(headers: ReadonlyMap<string, string>): ExpectedChecksum | undefined {
  const inHeaders = [...headers.keys()].filter(isChecksumHeader);
  const inTrailer = (headers.get('x-amz-trailer') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(isChecksumHeader);
  const named = [...inHeaders, ...inTrailer];
  if (named.length > 1) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const name = named[0];
  const announced = headers.get('x-amz-sdk-checksum-algorithm');
  if (name === undefined) {
    if (announced === undefined) return undefined;
    throw new S3Error(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  const algorithm = checksumAlgorithm(name.slice('x-amz-checksum-'.length));
  if (announced !== undefined && checksumAlgorithm(announced) !== algorithm) {
    throw new S3Error('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  const value = headers.get(name);
  if (value !== undefined) checkChecksumValue(algorithm, value);
  return { algorithm, value };
}

/** @throws S3Error `InvalidRequest` for what is not a Base64 checksum of the algorithm's length */
export function checkChecksumValue(algorithm: ChecksumAlgorithm, value: string): void {
  if (isBase64Of(value, checksumBytes(algorithm))) return;
  throw new S3Error('InvalidRequest', `Value for ${checksumHeader(algorithm)} header is invalid.`);
}

function isChecksumHeader(name: string): boolean {
  return name.startsWith('x-amz-checksum-') && !NOT_CHECKSUMS.has(name);
}

function isBase64Of(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, 'base64');
  return decoded.byteLength === bytes && decoded.toString('base64') === text;
}
