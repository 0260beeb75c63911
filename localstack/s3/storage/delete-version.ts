import * as z from 'zod';
import { journalEvents, type Occasion } from '../notifications/journal.ts';
import type { StoredBucket } from './buckets.ts';
import { insertVersion, NULL_VERSION, newVersionId, takePlace } from './commit-version.ts';
import { keyBytes, type StoredVersion } from './records.ts';
import type { Storage } from './storage.ts';
import { latestVersion, versionById } from './versions.ts';
import { assertCondition, type WriteCondition } from './write-condition.ts';

export interface Deletion {
  readonly bucket: StoredBucket;
  readonly key: string;
  /** That version for good; without it the newest one, behind a delete marker where versions are kept. */
  readonly versionId: string | undefined;
  readonly condition: WriteCondition;
  /** The event's name is chosen by what happens. */
  readonly occasion: Omit<Occasion, 'eventName'>;
}

/** What a deletion did: the version that it removed or the marker that it left; neither where there was nothing. */
export interface DeletionResult {
  readonly removed?: StoredVersion;
  readonly marker?: StoredVersion;
}

/**
 * Deletes an object or one version of it; what is not there is deleted already.
 * @throws S3Error `PreconditionFailed`, `NoSuchKey`, by its condition only
 */
export async function deleteVersion(storage: Storage, deletion: Deletion): Promise<DeletionResult> {
  const { database, bodies } = storage;
  const { result, unneeded } = database.transaction(() => {
    const { bucket, key, versionId, condition } = deletion;
    assertCondition(latestVersion(database, bucket.name, key), condition);
    return versionId === undefined
      ? deleteNewest(storage, deletion)
      : removeOne(storage, deletion, versionId);
  });
  storage.eventsJournalled();
  await bodies.remove(unneeded);
  return result;
}

interface Change {
  readonly result: DeletionResult;
  /** Ids of files that nothing needs any more. */
  readonly unneeded: readonly string[];
}

function deleteNewest(storage: Storage, { bucket, key, occasion }: Deletion): Change {
  const { database } = storage;
  const { versioning } = bucket.configuration;
  const removed = versioning ? undefined : versionById(database, bucket.name, key, NULL_VERSION);
  const versionId = versioning ? newVersionId() : NULL_VERSION;
  const unneeded = takePlace(database, bucket.name, key, versionId);
  const isMarkerNeeded = versioning || hasVersions(storage, bucket.name, key);
  if (isMarkerNeeded) {
    const content = { bucket, key, etag: '', checksum: undefined, headers: {}, segments: [] };
    const marker = insertVersion(database, content, versionId, true);
    journalEvents(storage, bucket, marker, { ...occasion, eventName: 'ObjectRemoved:DeleteMarkerCreated' });
    return { result: { marker }, unneeded };
  }
  if (removed === undefined) return { result: {}, unneeded };
  journalEvents(storage, bucket, removed, { ...occasion, eventName: 'ObjectRemoved:Delete' });
  return { result: { removed }, unneeded };
}

function removeOne(storage: Storage, { bucket, key, occasion }: Deletion, versionId: string): Change {
  const { database } = storage;
  const removed = versionById(database, bucket.name, key, versionId);
  if (removed === undefined) return { result: {}, unneeded: [] };
  database.run('DELETE FROM versions WHERE sequence = ?', removed.sequence);
  if (removed.isLatest) {
    database.run(
      `UPDATE versions SET isLatest = 1 WHERE sequence =
         (SELECT max(sequence) FROM versions WHERE bucket = ? AND key = ?)`,
      bucket.name,
      keyBytes(key),
    );
  }
  journalEvents(storage, bucket, removed, { ...occasion, eventName: 'ObjectRemoved:Delete' });
  return { result: { removed }, unneeded: removed.segments.map(({ id }) => id) };
}

function hasVersions({ database }: Storage, bucket: string, key: string): boolean {
  const sql = 'SELECT 1 AS found FROM versions WHERE bucket = ? AND key = ? LIMIT 1';
  return database.first(z.object({ found: z.literal(1) }), sql, bucket, keyBytes(key)) !== undefined;
}
