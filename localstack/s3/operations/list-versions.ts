import { type S3Answer, timeElement, xmlAnswer } from '../http/answer.ts';
import { S3Error } from '../s3-error.ts';
import type { Database } from '../storage/database.ts';
import { markerOf, walkKeys } from '../storage/key-walk.ts';
import type { StoredVersion } from '../storage/records.ts';
import { versionsBetween } from '../storage/version-ranges.ts';
import { versionById } from '../storage/versions.ts';
import type { XmlElement } from '../xml/write-xml.ts';
import type { BucketCall } from './call.ts';
import { listParameters } from './list-parameters.ts';
import { quotedEtag } from './object-headers.ts';

/** ListObjectVersions: versions and delete markers, each key's newest first. */
export function listVersions({ storage, request, bucket }: BucketCall): S3Answer {
  const parameters = listParameters(request, 'max-keys');
  const { prefix, delimiter, limit, encode } = parameters;
  const keyMarker = request.query.get('key-marker') || undefined;
  const versionMarker = request.query.get('version-id-marker') || undefined;
  const between = versionsBetween(storage.database, bucket.name);
  const before = sequenceOf(storage.database, bucket.name, keyMarker, versionMarker);
  const { entries, isTruncated } = walkKeys(
    before === undefined ? between : (from, to) => behind(between(from, to), keyMarker, before),
    { prefix, delimiter, after: keyMarker, includesAfter: before !== undefined, limit },
  );
  const last = isTruncated ? entries.at(-1) : undefined;
  return xmlAnswer('ListVersionsResult', [
    ['Name', bucket.name],
    ...parameters.elements,
    ['KeyMarker', encode(keyMarker ?? '')],
    ['VersionIdMarker', versionMarker ?? ''],
    ['NextKeyMarker', last === undefined ? undefined : encode(markerOf(last))],
    ['NextVersionIdMarker', last !== undefined && 'row' in last ? last.row.versionId : undefined],
    ['MaxKeys', limit],
    ['IsTruncated', isTruncated],
    ...entries.map(
      (entry): XmlElement =>
        'row' in entry
          ? versionElement(entry.row, encode, storage.accountId)
          : ['CommonPrefixes', [['Prefix', encode(entry.commonPrefix)]]],
    ),
  ]);
}

/** Where a page continues inside a key's versions; undefined where it starts with another key. */
function sequenceOf(
  database: Database,
  bucket: string,
  key: string | undefined,
  versionId: string | undefined,
): number | undefined {
  if (versionId === undefined) return undefined;
  if (key === undefined) {
    throw new S3Error('InvalidArgument', 'A version-id marker cannot be specified without a key marker.');
  }
  return versionById(database, bucket, key, versionId)?.sequence;
}

function* behind(
  versions: Iterable<StoredVersion>,
  key: string | undefined,
  sequence: number,
): Generator<StoredVersion> {
  for (const version of versions) if (version.key !== key || version.sequence < sequence) yield version;
}

function versionElement(version: StoredVersion, encode: (text: string) => string, owner: string): XmlElement {
  const { isDeleteMarker, etag, bytes } = version;
  return [
    isDeleteMarker ? 'DeleteMarker' : 'Version',
    [
      ['Key', encode(version.key)],
      ['VersionId', version.versionId],
      ['IsLatest', version.isLatest],
      timeElement('LastModified', version.lastModifiedMs),
      ['ETag', isDeleteMarker ? undefined : quotedEtag(etag)],
      ['Size', isDeleteMarker ? undefined : bytes],
      ['StorageClass', isDeleteMarker ? undefined : 'STANDARD'],
      ['Owner', [['ID', owner]]],
    ],
  ];
}
