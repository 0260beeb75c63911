import { type S3Answer, timeElement, xmlAnswer } from '../http/answer.ts';
import { S3Error } from '../s3-error.ts';
import { markerOf, type WalkEntry, walkKeys } from '../storage/key-walk.ts';
import type { StoredVersion } from '../storage/records.ts';
import { objectsBetween } from '../storage/version-ranges.ts';
import type { XmlElement } from '../xml/write-xml.ts';
import type { BucketCall } from './call.ts';
import { type ListParameters, listParameters } from './list-parameters.ts';
import { quotedEtag } from './object-headers.ts';

/** ListObjectsV2, and ListObjects where `list-type` is not 2. */
export function listObjects(call: BucketCall): S3Answer {
  return call.request.query.get('list-type') === '2' ? listObjectsV2(call) : listObjectsV1(call);
}

function listObjectsV2(call: BucketCall): S3Answer {
  const { request, bucket, storage } = call;
  const parameters = listParameters(request, 'max-keys');
  const token = request.query.get('continuation-token');
  const startAfter = request.query.get('start-after');
  const { entries, isTruncated } = page(
    call,
    parameters,
    token === undefined ? startAfter : readToken(token),
  );
  const last = entries.at(-1);
  const isOwnerWanted = request.query.get('fetch-owner') === 'true';
  return xmlAnswer('ListBucketResult', [
    ['Name', bucket.name],
    ...parameters.elements,
    ['MaxKeys', parameters.limit],
    ['KeyCount', entries.length],
    ['IsTruncated', isTruncated],
    ['ContinuationToken', token],
    ['NextContinuationToken', isTruncated && last !== undefined ? tokenOf(markerOf(last)) : undefined],
    ['StartAfter', startAfter === undefined ? undefined : parameters.encode(startAfter)],
    ...entryElements(entries, parameters, isOwnerWanted ? storage.accountId : undefined),
  ]);
}

function listObjectsV1(call: BucketCall): S3Answer {
  const { request, bucket, storage } = call;
  const parameters = listParameters(request, 'max-keys');
  const marker = request.query.get('marker') || undefined;
  const { entries, isTruncated } = page(call, parameters, marker);
  const last = entries.at(-1);
  const isNextMarkerGiven = isTruncated && last !== undefined && parameters.delimiter !== undefined;
  return xmlAnswer('ListBucketResult', [
    ['Name', bucket.name],
    ...parameters.elements,
    ['Marker', parameters.encode(marker ?? '')],
    ['MaxKeys', parameters.limit],
    ['IsTruncated', isTruncated],
    ['NextMarker', isNextMarkerGiven ? parameters.encode(markerOf(last)) : undefined],
    ...entryElements(entries, parameters, storage.accountId),
  ]);
}

function page({ storage, bucket }: BucketCall, parameters: ListParameters, after: string | undefined) {
  const { prefix, delimiter, limit } = parameters;
  return walkKeys(objectsBetween(storage.database, bucket.name), { prefix, delimiter, after, limit });
}

function entryElements(
  entries: readonly WalkEntry<StoredVersion>[],
  { encode }: ListParameters,
  owner: string | undefined,
): readonly XmlElement[] {
  return entries.map((entry) =>
    'row' in entry
      ? ['Contents', contents(entry.row, encode, owner)]
      : ['CommonPrefixes', [['Prefix', encode(entry.commonPrefix)]]],
  );
}

function contents(
  { key, lastModifiedMs, etag, bytes, checksum }: StoredVersion,
  encode: (text: string) => string,
  owner: string | undefined,
): readonly XmlElement[] {
  return [
    ['Key', encode(key)],
    timeElement('LastModified', lastModifiedMs),
    ['ETag', quotedEtag(etag)],
    ['ChecksumAlgorithm', checksum?.algorithm],
    ['ChecksumType', checksum?.type],
    ['Size', bytes],
    ['StorageClass', 'STANDARD'],
    ['Owner', owner === undefined ? undefined : [['ID', owner]]],
  ];
}

function tokenOf(marker: string): string {
  return Buffer.from(`1:${marker}`).toString('base64url');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (text.startsWith('1:') && tokenOf(text.slice(2)) === token) return text.slice(2);
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
    details: { ArgumentName: 'continuation-token' },
  });
}
