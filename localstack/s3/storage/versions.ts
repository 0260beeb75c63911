import { S3Error } from '../s3-error.ts';
import type { Database } from './database.ts';
import { keyBytes, type StoredVersion, VERSION_COLUMNS, versionSchema } from './records.ts';

/** The newest version of a key, which may be a delete marker; undefined where there is none. */
export function latestVersion(database: Database, bucket: string, key: string): StoredVersion | undefined {
  const sql = `SELECT ${VERSION_COLUMNS} FROM versions WHERE bucket = ? AND key = ? AND isLatest = 1`;
  return database.first(versionSchema, sql, bucket, keyBytes(key));
}

/** One version of a key by its id; undefined where there is none. */
export function versionById(
  database: Database,
  bucket: string,
  key: string,
  versionId: string,
): StoredVersion | undefined {
  const sql = `SELECT ${VERSION_COLUMNS} FROM versions WHERE bucket = ? AND key = ? AND versionId = ?`;
  return database.first(versionSchema, sql, bucket, keyBytes(key), versionId);
}

/**
 * The version that a reader gets: the newest one, or the one named.
 * @throws S3Error `NoSuchKey`, `NoSuchVersion`, and `MethodNotAllowed` for a delete marker by its id
 */
export function readableVersion(
  database: Database,
  bucket: string,
  key: string,
  versionId: string | undefined,
): StoredVersion {
  const version =
    versionId === undefined
      ? latestVersion(database, bucket, key)
      : versionById(database, bucket, key, versionId);
  if (version === undefined && versionId !== undefined) {
    const details = { Key: key, VersionId: versionId };
    throw new S3Error('NoSuchVersion', 'The specified version does not exist.', { details });
  }
  if (version === undefined) throw noSuchKey(key);
  if (!version.isDeleteMarker) return version;
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId };
  if (versionId === undefined) throw noSuchKey(key, headers);
  throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    headers: { ...headers, allow: 'DELETE' },
  });
}

function noSuchKey(key: string, headers: Readonly<Record<string, string>> = {}): S3Error {
  return new S3Error('NoSuchKey', 'The specified key does not exist.', { details: { Key: key }, headers });
}

/** The version that a multipart upload became; undefined where it is there no more, or never was. */
export function versionOfUpload(
  database: Database,
  bucket: string,
  key: string,
  uploadId: string,
): StoredVersion | undefined {
  const sql = `SELECT ${VERSION_COLUMNS} FROM versions WHERE uploadId = ? AND bucket = ? AND key = ?`;
  return database.first(versionSchema, sql, uploadId, bucket, keyBytes(key));
}
