import { type Checksum, type ChecksumAlgorithm, checksumAlgorithm } from '../body/checksums.ts';
import { type S3Answer, timeElement, xmlAnswer } from '../http/answer.ts';
import { S3Error } from '../s3-error.ts';
import type { Segment } from '../storage/body-files.ts';
import { commitFreshVersion } from '../storage/commit-version.ts';
import type { StoredHeaders, StoredVersion } from '../storage/records.ts';
import type { Storage } from '../storage/storage.ts';
import { writeCondition } from '../storage/write-condition.ts';
import { type ObjectCall, occasionOf } from './call.ts';
import { type CopySource, copyBytes, copySource } from './copy-source.ts';
import { checksumElements, quotedEtag, versionHeader } from './object-headers.ts';
import { MAX_PUT_BYTES } from './receive-segment.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';
import { storedHeaders } from './stored-headers.ts';

/** CopyObject: with the source's metadata, or with the request's where the directive is `REPLACE`. */
export async function copyObject(call: ObjectCall): Promise<S3Answer> {
  refuseUnsupported(call);
  const { storage, request, bucket, key } = call;
  const source = copySource(call);
  const headers = copiedHeaders(call, source);
  const condition = writeCondition(request.headers);
  if (source.version.bytes > MAX_PUT_BYTES) {
    const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_PUT_BYTES}`;
    throw new S3Error('InvalidRequest', message);
  }
  const algorithm = request.headers.get('x-amz-checksum-algorithm');
  const content = await copiedContent(
    storage,
    source.version,
    algorithm === undefined ? source.version.checksum?.algorithm : checksumAlgorithm(algorithm),
  );
  const version = await commitFreshVersion(storage, {
    ...{ bucket, key, headers, condition, ...content },
    occasion: occasionOf(call, 'ObjectCreated:Copy'),
  });
  const answerHeaders = { ...versionHeader(bucket, version), ...sourceVersionHeader(source) };
  return xmlAnswer('CopyObjectResult', resultElements(version), answerHeaders);
}

/** What a copy's answer says of a copied object or part. */
export function resultElements(copy: Pick<StoredVersion, 'etag' | 'lastModifiedMs' | 'checksum'>) {
  return [
    ['ETag', quotedEtag(copy.etag)],
    timeElement('LastModified', copy.lastModifiedMs),
    ...checksumElements(copy.checksum),
  ] as const;
}

/** Which version a copy was made of, in a bucket that keeps versions. */
export function sourceVersionHeader({ bucket, version }: CopySource): Record<string, string> {
  return bucket.configuration.versioning ? { 'x-amz-copy-source-version-id': version.versionId } : {};
}

function copiedHeaders({ request, bucket, key }: ObjectCall, source: CopySource): StoredHeaders {
  const directive = request.headers.get('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Error('InvalidArgument', `Unknown metadata directive: ${directive}`);
  }
  if (directive === 'REPLACE') return storedHeaders(request);
  const isSelf = source.bucket.name === bucket.name && source.key === key && source.versionId === undefined;
  if (isSelf) {
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  return source.version.headers;
}

interface CopiedContent {
  readonly segments: readonly Segment[];
  readonly etag: string;
  readonly checksum: Checksum | undefined;
}

/** An object that was put whole is linked; one of parts, or one that needs another checksum, is read and written. */
async function copiedContent(
  storage: Storage,
  version: StoredVersion,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<CopiedContent> {
  const { etag, checksum, segments } = version;
  const [whole] = segments;
  if (whole !== undefined && !etag.includes('-') && algorithm === checksum?.algorithm) {
    const letGo = storage.bodies.keep(segments);
    try {
      const segment = await storage.bodies.duplicate(whole);
      return { segments: [segment], etag, checksum: checksum ?? undefined };
    } finally {
      letGo();
    }
  }
  const { segment, result } = await copyBytes(
    storage,
    version,
    { first: 0, last: version.bytes - 1 },
    algorithm,
  );
  return { segments: [segment], etag: result.md5, checksum: result.checksum };
}
