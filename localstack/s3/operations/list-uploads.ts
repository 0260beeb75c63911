import { type S3Answer, timeElement, xmlAnswer } from '../http/answer.ts';
import { markerOf, type WalkEntry, walkKeys } from '../storage/key-walk.ts';
import type { StoredPart, StoredUpload } from '../storage/records.ts';
import { partsAfter, uploadNamed } from '../storage/uploads.ts';
import { uploadsBetween } from '../storage/version-ranges.ts';
import type { XmlElement } from '../xml/write-xml.ts';
import type { BucketCall, ObjectCall } from './call.ts';
import { listLimit, listParameters } from './list-parameters.ts';
import { checksumElements, quotedEtag } from './object-headers.ts';

/** ListMultipartUploads: those neither completed nor aborted. */
export function listUploads({ storage, request, bucket }: BucketCall): S3Answer {
  const parameters = listParameters(request, 'max-uploads');
  const { prefix, delimiter, limit, encode } = parameters;
  const keyMarker = request.query.get('key-marker') || undefined;
  const uploadMarker =
    keyMarker === undefined ? undefined : request.query.get('upload-id-marker') || undefined;
  const between = uploadsBetween(storage.database, bucket.name);
  const { entries, isTruncated } = walkKeys(
    (from, to) => behind(between(from, to), keyMarker, uploadMarker),
    { prefix, delimiter, after: keyMarker, includesAfter: uploadMarker !== undefined, limit },
  );
  const last = isTruncated ? entries.at(-1) : undefined;
  return xmlAnswer('ListMultipartUploadsResult', [
    ['Bucket', bucket.name],
    ...parameters.elements,
    ['KeyMarker', encode(keyMarker ?? '')],
    ['UploadIdMarker', uploadMarker ?? ''],
    ['NextKeyMarker', last === undefined ? undefined : encode(markerOf(last))],
    ['NextUploadIdMarker', last !== undefined && 'row' in last ? last.row.uploadId : undefined],
    ['MaxUploads', limit],
    ['IsTruncated', isTruncated],
    ...entries.map((entry) => uploadElement(entry, encode)),
  ]);
}

/** ListParts: an upload's parts in order. */
export function listParts({ storage, request, bucket, key }: ObjectCall): S3Answer {
  const { query } = request;
  const upload = uploadNamed(storage.database, bucket.name, key, query.get('uploadId') ?? '');
  const limit = listLimit(query.get('max-parts'), 'max-parts');
  const marker = partMarker(query.get('part-number-marker'));
  const found = partsAfter(storage.database, upload.uploadId, marker, limit + 1);
  const parts = found.slice(0, limit);
  const isTruncated = found.length > limit && limit > 0;
  return xmlAnswer('ListPartsResult', [
    ['Bucket', bucket.name],
    ['Key', key],
    ['UploadId', upload.uploadId],
    ['PartNumberMarker', marker],
    ['NextPartNumberMarker', parts.at(-1)?.partNumber],
    ['MaxParts', limit],
    ['IsTruncated', isTruncated],
    ['ChecksumAlgorithm', upload.algorithm ?? undefined],
    ['ChecksumType', upload.checksumType ?? undefined],
    ['StorageClass', 'STANDARD'],
    ...parts.map(partElement),
  ]);
}

function* behind(
  uploads: Iterable<StoredUpload>,
  key: string | undefined,
  uploadId: string | undefined,
): Generator<StoredUpload> {
  for (const upload of uploads) {
    if (upload.key !== key || uploadId === undefined || upload.uploadId > uploadId) yield upload;
  }
}

function uploadElement(entry: WalkEntry<StoredUpload>, encode: (text: string) => string): XmlElement {
  if (!('row' in entry)) return ['CommonPrefixes', [['Prefix', encode(entry.commonPrefix)]]];
  const { key, uploadId, initiatedMs, algorithm, checksumType } = entry.row;
  return [
    'Upload',
    [
      ['Key', encode(key)],
      ['UploadId', uploadId],
      ['StorageClass', 'STANDARD'],
      timeElement('Initiated', initiatedMs),
      ['ChecksumAlgorithm', algorithm ?? undefined],
      ['ChecksumType', checksumType ?? undefined],
    ],
  ];
}

function partElement({ partNumber, lastModifiedMs, etag, bytes, checksum }: StoredPart): XmlElement {
  const checksums = checksumElements(checksum).filter(([name]) => name !== 'ChecksumType');
  return [
    'Part',
    [
      ['PartNumber', partNumber],
      timeElement('LastModified', lastModifiedMs),
      ['ETag', quotedEtag(etag)],
      ['Size', bytes],
      ...checksums,
    ],
  ];
}

function partMarker(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
