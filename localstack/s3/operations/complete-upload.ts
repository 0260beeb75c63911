import type { Checksum } from '../body/checksums.ts';
import { receiveText } from '../body/receive-body.ts';
import { type S3Answer, xmlAnswer } from '../http/answer.ts';
import type { S3Request } from '../http/s3-request.ts';
import { S3Error } from '../s3-error.ts';
import { commitVersion } from '../storage/commit-version.ts';
import type { StoredPart, StoredUpload, StoredVersion } from '../storage/records.ts';
import { findUpload, noSuchUpload, partsAfter, takeParts } from '../storage/uploads.ts';
import { versionOfUpload } from '../storage/versions.ts';
import { bareEtag, writeCondition } from '../storage/write-condition.ts';
import { type CompletedPart, readCompletedParts } from '../xml/read-xml.ts';
import { type ObjectCall, occasionOf } from './call.ts';
import { chosenParts } from './chosen-parts.ts';
import { compositeChecksum, fullChecksum, multipartEtag } from './combined-checksum.ts';
import { checksumElements, quotedEtag, versionHeader } from './object-headers.ts';

const MAX_COMPLETE_XML_BYTES = 8 * 1024 * 1024;

/**
 * CompleteMultipartUpload: the object appears with the files of its parts. Completing the same parts once more gives
 * the same answer, for a client that did not get the first one.
 */
export async function completeMultipartUpload(call: ObjectCall): Promise<S3Answer> {
  const { storage, request, authorization, bucket, key } = call;
  const condition = writeCondition(request.headers);
  const text = await receiveText(withoutChecksums(request), authorization, MAX_COMPLETE_XML_BYTES);
  const listed = readCompletedParts(text);
  const uploadId = request.query.get('uploadId') ?? '';
  const upload = findUpload(storage.database, bucket.name, key, uploadId);
  if (upload === undefined) return answerAgain(call, uploadId, listed);
  const parts = chosenParts(upload, partsAfter(storage.database, uploadId, 0, 10_000), listed);
  const checksum = objectChecksum(upload, parts);
  checkObject(request, parts, checksum);
  const version = await commitVersion(
    storage,
    {
      ...{ bucket, key, headers: upload.headers, checksum, condition, uploadId },
      etag: multipartEtag(parts.map(({ etag }) => etag)),
      segments: parts.map(({ segmentId, bytes }) => ({ id: segmentId, bytes })),
      occasion: occasionOf(call, 'ObjectCreated:CompleteMultipartUpload'),
    },
    () =>
      takeParts(storage.database, uploadId)
        .filter((taken) => !parts.some(({ partNumber }) => partNumber === taken.partNumber))
        .map(({ segmentId }) => segmentId),
  );
  return completed(call, version);
}

function answerAgain(call: ObjectCall, uploadId: string, listed: readonly CompletedPart[]): S3Answer {
  const version = versionOfUpload(call.storage.database, call.bucket.name, call.key, uploadId);
  const etag = multipartEtag(listed.map(({ ETag }) => bareEtag(ETag.trim())));
  if (version?.etag !== etag) throw noSuchUpload(uploadId);
  return completed(call, version);
}

function completed({ request, bucket, key }: ObjectCall, version: StoredVersion): S3Answer {
  return xmlAnswer(
    'CompleteMultipartUploadResult',
    [
      ['Location', `http://${request.headers.get('host') ?? ''}${request.rawPath}`],
      ['Bucket', bucket.name],
      ['Key', key],
      ['ETag', quotedEtag(version.etag)],
      ...checksumElements(version.checksum),
    ],
    versionHeader(bucket, version),
  );
}

function objectChecksum(upload: StoredUpload, parts: readonly StoredPart[]): Checksum | undefined {
  if (upload.algorithm === null) return undefined;
  return upload.checksumType === 'FULL_OBJECT'
    ? fullChecksum(upload.algorithm, parts)
    : compositeChecksum(upload.algorithm, parts);
}

/** Compares with what the request says of the object as a whole. */
function checkObject(request: S3Request, parts: readonly StoredPart[], checksum: Checksum | undefined): void {
  const size = request.headers.get('x-amz-mp-object-size');
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (size !== undefined && size !== String(bytes)) {
    throw new S3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${size} does not match what was computed: ${bytes}`,
    );
  }
  const given = [...request.headers].find(([name]) => isChecksumOfObject(name));
  if (given === undefined) return;
  const [name, value] = given;
  // A composite one may come with or without the number of parts.
  const isSame = checksum?.value === value || checksum?.value === `${value}-${parts.length}`;
  if (!isSame || name !== `x-amz-checksum-${checksum?.algorithm.toLowerCase()}`) {
    throw new S3Error('BadDigest', 'The checksum you specified did not match the calculated checksum.');
  }
}

function isChecksumOfObject(name: string): boolean {
  return name.startsWith('x-amz-checksum-') && name !== 'x-amz-checksum-type';
}

/** The request without the checksums of the object, which are not those of its own body. */
function withoutChecksums(request: S3Request): S3Request {
  return { ...request, headers: new Map([...request.headers].filter(([name]) => !isChecksumOfObject(name))) };
}
