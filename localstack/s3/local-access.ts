import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { newRequestId } from './http/s3-request.ts';
import type { EventName } from './notifications/event-document.ts';
import type { Occasion } from './notifications/journal.ts';
import { S3Error } from './s3-error.ts';
import { bucketNamed } from './storage/buckets.ts';
import { commitFreshVersion } from './storage/commit-version.ts';
import { deleteVersion } from './storage/delete-version.ts';
import type { Storage } from './storage/storage.ts';
import { objectsBetween } from './storage/version-ranges.ts';
import { latestVersion } from './storage/versions.ts';
import { UNCONDITIONAL } from './storage/write-condition.ts';

const MAX_KEY_BYTES = 1024;

/** PutObject without HTTP, events included. @throws S3Error `NoSuchBucket`, `KeyTooLongError` */
export async function putLocally(
  storage: Storage,
  bucketName: string,
  key: string,
  body: Uint8Array,
  contentType: string,
): Promise<void> {
  const bucket = bucketNamed(storage.database, bucketName);
  const bytes = Buffer.byteLength(key);
  if (bytes === 0 || bytes > MAX_KEY_BYTES)
    throw new S3Error('KeyTooLongError', 'A key has 1 to 1,024 bytes.');
  const { segment } = await storage.bodies.create((write) => write(body));
  await commitFreshVersion(storage, {
    ...{ bucket, key, checksum: undefined, segments: [segment], condition: UNCONDITIONAL },
    etag: createHash('md5').update(body).digest('hex'),
    headers: { 'content-type': contentType },
    occasion: localOccasion(storage, 'ObjectCreated:Put'),
  });
}

/** The newest version of an object, in memory; undefined where there is none. @throws S3Error `NoSuchBucket` */
export async function getLocally(storage: Storage, bucketName: string, key: string) {
  const { database, bodies } = storage;
  const bucket = bucketNamed(database, bucketName);
  const version = latestVersion(database, bucket.name, key);
  if (version === undefined || version.isDeleteMarker) return undefined;
  const letGo = bodies.keep(version.segments);
  try {
    const body = await buffer(bodies.read(version.segments, { first: 0, last: version.bytes - 1 }));
    const contentType = version.headers['content-type'] ?? 'binary/octet-stream';
    return { body: new Uint8Array(body), contentType, etag: version.etag };
  } finally {
    letGo();
  }
}

/** DeleteObject without HTTP. @throws S3Error `NoSuchBucket` */
export async function deleteLocally(storage: Storage, bucketName: string, key: string): Promise<void> {
  const bucket = bucketNamed(storage.database, bucketName);
  const occasion = localOccasion(storage, 'ObjectRemoved:Delete');
  await deleteVersion(storage, { bucket, key, versionId: undefined, condition: UNCONDITIONAL, occasion });
}

/** All keys of a bucket in the order of their bytes. @throws S3Error `NoSuchBucket` */
export function listLocally(storage: Storage, bucketName: string): readonly string[] {
  const bucket = bucketNamed(storage.database, bucketName);
  const objects = objectsBetween(storage.database, bucket.name)(Buffer.of(), Buffer.of(0xff));
  return [...objects].map(({ key }) => key);
}

function localOccasion({ accountId }: Storage, eventName: EventName): Occasion {
  return { eventName, requestId: newRequestId(), sourceAddress: '127.0.0.1', principalId: accountId };
}
