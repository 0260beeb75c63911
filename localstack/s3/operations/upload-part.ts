import { expectedChecksum } from '../body/body-expectations.ts';
import { emptyAnswer, type S3Answer, xmlAnswer } from '../http/answer.ts';
import { S3Error } from '../s3-error.ts';
import type { ByteSpan } from '../storage/body-files.ts';
import type { StoredUpload } from '../storage/records.ts';
import { addPart, uploadNamed } from '../storage/uploads.ts';
import type { ObjectCall } from './call.ts';
import { resultElements, sourceVersionHeader } from './copy-object.ts';
import { copyBytes, copySource } from './copy-source.ts';
import { checksumHeaders, quotedEtag } from './object-headers.ts';
import { MAX_PUT_BYTES, receiveSegment } from './receive-segment.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';

/** UploadPart: in place of an earlier part of that number. */
export async function uploadPart(call: ObjectCall): Promise<S3Answer> {
  refuseUnsupported(call);
  const partNumber = requestedPartNumber(call);
  const upload = uploadOf(call);
  const { uploadId, algorithm } = upload;
  const given = expectedChecksum(call.request.headers)?.algorithm;
  if (given !== undefined && algorithm !== null && given !== algorithm) {
    const message = `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: ${given.toLowerCase()}`;
    throw new S3Error('InvalidRequest', message);
  }
  const { segment, result } = await receiveSegment(call, algorithm ?? undefined);
  const { md5: etag, checksum } = result;
  await addPart(call.storage, { uploadId, partNumber, segment, etag, checksum });
  const { 'x-amz-checksum-type': _, ...headers } = checksumHeaders(checksum);
  return emptyAnswer(200, { etag: quotedEtag(etag), ...headers });
}

/** UploadPartCopy: a part from an object, or from a range of it. */
export async function uploadPartCopy(call: ObjectCall): Promise<S3Answer> {
  refuseUnsupported(call);
  const partNumber = requestedPartNumber(call);
  const { uploadId, algorithm } = uploadOf(call);
  const source = copySource(call);
  const span = sourceSpan(call.request.headers.get('x-amz-copy-source-range'), source.version.bytes);
  const { segment, result } = await copyBytes(call.storage, source.version, span, algorithm ?? undefined);
  const { md5: etag, checksum = null } = result;
  const part = { uploadId, partNumber, segment, etag, checksum: result.checksum };
  const lastModifiedMs = await addPart(call.storage, part);
  const elements = resultElements({ etag, lastModifiedMs, checksum });
  return xmlAnswer('CopyPartResult', elements, sourceVersionHeader(source));
}

function uploadOf({ storage, request, bucket, key }: ObjectCall): StoredUpload {
  return uploadNamed(storage.database, bucket.name, key, request.query.get('uploadId') ?? '');
}

function requestedPartNumber({ request: { query } }: ObjectCall): number {
  const text = query.get('partNumber') ?? '';
  const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (partNumber >= 1 && partNumber <= 10_000) return partNumber;
  throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', {
    details: { ArgumentName: 'partNumber', ArgumentValue: text },
  });
}

function sourceSpan(header: string | undefined, bytes: number): ByteSpan {
  const match = header === undefined ? ['', '0', String(bytes - 1)] : /^bytes=(\d+)-(\d+)$/.exec(header);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || (header !== undefined && first > last)) {
    throw new S3Error(
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  }
  if (header !== undefined && last >= bytes) {
    throw new S3Error('InvalidArgument', `Range specified is not valid for source object of size: ${bytes}`);
  }
  if (last - first + 1 > MAX_PUT_BYTES) {
    const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_PUT_BYTES}`;
    throw new S3Error('InvalidRequest', message);
  }
  return { first, last };
}
