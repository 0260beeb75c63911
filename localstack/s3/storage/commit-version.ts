import { randomBytes } from 'node:crypto';
import type { Checksum } from '../body/checksums.ts';
import { journalEvents, type Occasion } from '../notifications/journal.ts';
import type { Segment } from './body-files.ts';
import type { StoredBucket } from './buckets.ts';
import type { Database } from './database.ts';
import { keyBytes, nowInSeconds, type StoredHeaders, type StoredVersion } from './records.ts';
import type { Storage } from './storage.ts';
import { latestVersion, versionById } from './versions.ts';
import { assertCondition, type WriteCondition } from './write-condition.ts';

/** The id of the one version of an object in a bucket that keeps none. */
export const NULL_VERSION = 'null';

/** An object whose bytes are on disk and that is about to appear. */
export interface NewVersion {
  readonly bucket: StoredBucket;
  readonly key: string;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
  readonly headers: StoredHeaders;
  readonly segments: readonly Segment[];
  /** The multipart upload that it comes from. */
  readonly uploadId?: string;
  readonly condition: WriteCondition;
  readonly occasion: Occasion;
}

/**
 * Makes an object appear: the version, its events and the end of the one that it replaces are one transaction.
 * `alongside` runs inside it, before anything else, and returns the ids of files that the commit makes unneeded.
 * @throws S3Error `PreconditionFailed`, `NoSuchKey`, and what `alongside` throws
 */
export async function commitVersion(
  storage: Storage,
  version: NewVersion,
  alongside: () => readonly string[] = () => [],
): Promise<StoredVersion> {
  const { database, bodies } = storage;
  const { committed, unneeded } = database.transaction(() => {
    const released = alongside();
    assertCondition(latestVersion(database, version.bucket.name, version.key), version.condition);
    const versionId = version.bucket.configuration.versioning ? newVersionId() : NULL_VERSION;
    const replaced = takePlace(database, version.bucket.name, version.key, versionId);
    const committed = insertVersion(database, version, versionId, false);
    journalEvents(storage, version.bucket, committed, version.occasion);
    return { committed, unneeded: [...released, ...replaced] };
  });
  storage.eventsJournalled();
  await bodies.remove(unneeded);
  return committed;
}

/** As `commitVersion`, for files that are of no use where the object does not appear: they are removed then. */
export async function commitFreshVersion(storage: Storage, version: NewVersion): Promise<StoredVersion> {
  try {
    return await commitVersion(storage, version);
  } catch (error) {
    await storage.bodies.remove(version.segments.map(({ id }) => id));
    throw error;
  }
}

/** A fresh version id of 32 letters and digits. */
export function newVersionId(): string {
  return randomBytes(48).toString('base64').replace(/[+/]/g, '').slice(0, 32).padEnd(32, '0');
}

/** Makes room for a new latest version and returns the files of the null version that it replaces, if it does. */
export function takePlace(
  database: Database,
  bucket: string,
  key: string,
  versionId: string,
): readonly string[] {
  const sql = 'UPDATE versions SET isLatest = 0 WHERE bucket = ? AND key = ? AND isLatest = 1';
  database.run(sql, bucket, keyBytes(key));
  if (versionId !== NULL_VERSION) return [];
  const replaced = versionById(database, bucket, key, NULL_VERSION);
  if (replaced === undefined) return [];
  database.run('DELETE FROM versions WHERE sequence = ?', replaced.sequence);
  return replaced.segments.map(({ id }) => id);
}

/** Adds a version as the latest one; the caller has made room for it. */
export function insertVersion(
  database: Database,
  version: Omit<NewVersion, 'condition' | 'occasion'>,
  versionId: string,
  isDeleteMarker: boolean,
): StoredVersion {
  const { bucket, key, etag, checksum, headers, segments } = version;
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const lastModifiedMs = nowInSeconds();
  const { lastRow } = database.run(
    `INSERT INTO versions (bucket, key, versionId, isLatest, isDeleteMarker, lastModifiedMs, bytes, etag, checksum,
       headers, segments, uploadId) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)`,
    bucket.name,
    keyBytes(key),
    versionId,
    Number(isDeleteMarker),
    lastModifiedMs,
    bytes,
    etag,
    checksum === undefined ? null : JSON.stringify(checksum),
    JSON.stringify(headers),
    JSON.stringify(segments),
    version.uploadId ?? null,
  );
  return {
    ...{ sequence: lastRow, key, versionId, isLatest: true, isDeleteMarker, lastModifiedMs, bytes, etag },
    ...{ checksum: checksum ?? null, headers, segments: [...segments] },
  };
}
