import type { Readable } from 'node:stream';
import type { BodyExpectations } from '../body/body-expectations.ts';
import { BodyVerifier, type VerifiedBody } from '../body/body-verifier.ts';
import type { ChecksumAlgorithm } from '../body/checksums.ts';
import { S3Error } from '../s3-error.ts';
import type { ByteSpan, Segment } from '../storage/body-files.ts';
import { bucketNamed, type StoredBucket } from '../storage/buckets.ts';
import type { StoredVersion } from '../storage/records.ts';
import type { Storage } from '../storage/storage.ts';
import { readableVersion } from '../storage/versions.ts';
import { preconditionFailed } from '../storage/write-condition.ts';
import { uriDecode } from '../uri.ts';
import type { ServiceCall } from './call.ts';
import { evaluatePreconditions } from './preconditions.ts';

const NOTHING_EXPECTED: BodyExpectations = { bytes: undefined, contentMd5: undefined, checksum: undefined };

/** The object that a copy is made of. */
export interface CopySource {
  readonly bucket: StoredBucket;
  readonly key: string;
  /** Absent where the newest version was meant. */
  readonly versionId: string | undefined;
  readonly version: StoredVersion;
}

/**
 * Finds what `x-amz-copy-source` names: `bucket/key?versionId=…`, percent-encoded, where its conditions hold.
 * @throws S3Error `InvalidArgument`, `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`, `PreconditionFailed`
 */
export function copySource({ storage, request }: ServiceCall): CopySource {
  const header = request.headers.get('x-amz-copy-source') ?? '';
  const [path = '', ...versions] = header.split(/\?versionId=/);
  const match = /^\/?([^/]+)\/(.+)$/s.exec(uriDecode(path));
  if (match === null || versions.length > 1) {
    throw new S3Error(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      {
        details: { ArgumentName: 'x-amz-copy-source', ArgumentValue: header },
      },
    );
  }
  const [, bucketName = '', key = ''] = match;
  const bucket = bucketNamed(storage.database, bucketName);
  const versionId = versions[0] === undefined ? undefined : uriDecode(versions[0]);
  const version = readableVersion(storage.database, bucketName, key, versionId);
  const result = evaluatePreconditions(request.headers, version, 'x-amz-copy-source-');
  if (result.kind === 'failed') throw preconditionFailed(`x-amz-copy-source-${result.condition}`);
  if (result.kind === 'unmodified') throw preconditionFailed('x-amz-copy-source-If-None-Match');
  return { bucket, key, versionId, version };
}

/** Writes a span of a version's bytes into a file of its own. */
export async function copyBytes(
  { bodies }: Storage,
  version: StoredVersion,
  span: ByteSpan,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<{ readonly segment: Segment; readonly result: VerifiedBody }> {
  const letGo = bodies.keep(version.segments);
  try {
    return await bodies.create(async (write) => {
      const verifier = new BodyVerifier(NOTHING_EXPECTED, { kind: 'unsigned' }, algorithm);
      const source: Readable = bodies.read(version.segments, span);
      for await (const piece of source as AsyncIterable<Buffer>) {
        verifier.update(piece);
        await write(piece);
      }
      return verifier.finish(new Map());
    });
  } finally {
    letGo();
  }
}
