import { type Checksum, checksumHeader } from '../body/checksums.ts';
import type { StoredBucket } from '../storage/buckets.ts';
import type { StoredVersion } from '../storage/records.ts';
import type { XmlElement } from '../xml/write-xml.ts';

/** An ETag as headers and documents give it. */
export function quotedEtag(etag: string): string {
  return `"${etag}"`;
}

/** The id of a version, in a bucket that keeps versions. */
export function versionHeader(bucket: StoredBucket, version: StoredVersion): Record<string, string> {
  return bucket.configuration.versioning || version.versionId !== 'null'
    ? { 'x-amz-version-id': version.versionId }
    : {};
}

/** An object's checksum as headers. */
export function checksumHeaders(checksum: Checksum | null | undefined): Record<string, string> {
  if (checksum === null || checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

/** A checksum as elements of a document: `ChecksumCRC32`, `ChecksumType`. */
export function checksumElements(checksum: Checksum | null | undefined): readonly XmlElement[] {
  if (checksum === null || checksum === undefined) return [];
  return [
    [`Checksum${checksum.algorithm}`, checksum.value],
    ['ChecksumType', checksum.type],
  ];
}
