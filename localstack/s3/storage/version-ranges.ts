import type { Database } from './database.ts';
import {
  type StoredUpload,
  type StoredVersion,
  uploadSchema,
  VERSION_COLUMNS,
  versionSchema,
} from './records.ts';

type RowsBetween<Row> = (from: Buffer, to: Buffer) => Iterable<Row>;

/** The objects of a bucket by key: the newest versions that are not delete markers. */
export function objectsBetween(database: Database, bucket: string): RowsBetween<StoredVersion> {
  const sql = `SELECT ${VERSION_COLUMNS} FROM versions
    WHERE bucket = ? AND isLatest = 1 AND isDeleteMarker = 0 AND key >= ? AND key < ? ORDER BY key`;
  return (from, to) => database.rows(versionSchema, sql, bucket, from, to);
}

/** All versions and delete markers of a bucket by key, each key's newest first. */
export function versionsBetween(database: Database, bucket: string): RowsBetween<StoredVersion> {
  const sql = `SELECT ${VERSION_COLUMNS} FROM versions
    WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, sequence DESC`;
  return (from, to) => database.rows(versionSchema, sql, bucket, from, to);
}

/** The multipart uploads of a bucket by key. */
export function uploadsBetween(database: Database, bucket: string): RowsBetween<StoredUpload> {
  const sql = 'SELECT * FROM uploads WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, uploadId';
  return (from, to) => database.rows(uploadSchema, sql, bucket, from, to);
}
