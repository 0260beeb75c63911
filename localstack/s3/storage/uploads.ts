import { randomBytes } from 'node:crypto';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from '../body/checksums.ts';
import { S3Error } from '../s3-error.ts';
import type { Segment } from './body-files.ts';
import type { Database } from './database.ts';
import {
  keyBytes,
  nowInSeconds,
  partSchema,
  type StoredHeaders,
  type StoredPart,
  type StoredUpload,
  uploadSchema,
} from './records.ts';
import type { Storage } from './storage.ts';

export interface NewUpload {
  readonly bucket: string;
  readonly key: string;
  readonly headers: StoredHeaders;
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly checksumType: ChecksumType | undefined;
}

/** A part whose bytes are on disk. */
export interface NewPart {
  readonly uploadId: string;
  /** 1 to 10,000 */
  readonly partNumber: number;
  readonly segment: Segment;
  readonly etag: string;
  readonly checksum: Checksum | undefined;
}

/** Starts a multipart upload and returns its id. */
export function createUpload(database: Database, upload: NewUpload): string {
  const uploadId = randomBytes(24).toString('hex');
  database.run(
    `INSERT INTO uploads (uploadId, bucket, key, initiatedMs, headers, algorithm, checksumType)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    uploadId,
    upload.bucket,
    keyBytes(upload.key),
    nowInSeconds(),
    JSON.stringify(upload.headers),
    upload.algorithm ?? null,
    upload.checksumType ?? null,
  );
  return uploadId;
}

/** The upload of that id where it belongs to the bucket and the key; else undefined. */
export function findUpload(
  database: Database,
  bucket: string,
  key: string,
  uploadId: string,
): StoredUpload | undefined {
  const upload = database.first(uploadSchema, 'SELECT * FROM uploads WHERE uploadId = ?', uploadId);
  return upload?.bucket === bucket && upload.key === key ? upload : undefined;
}

/** @throws S3Error `NoSuchUpload` */
export function uploadNamed(database: Database, bucket: string, key: string, uploadId: string): StoredUpload {
  const upload = findUpload(database, bucket, key, uploadId);
  if (upload === undefined) throw noSuchUpload(uploadId);
  return upload;
}

/** The refusal of a request for an upload that is not there, not yet or no more. */
export function noSuchUpload(uploadId: string): S3Error {
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  return new S3Error('NoSuchUpload', message, { details: { UploadId: uploadId } });
}

/** Up to `limit` parts of an upload behind the given number, in order. */
export function partsAfter(
  database: Database,
  uploadId: string,
  partNumber: number,
  limit: number,
): readonly StoredPart[] {
  const sql = `SELECT partNumber, segmentId, bytes, etag, checksum, lastModifiedMs FROM parts
    WHERE uploadId = ? AND partNumber > ? ORDER BY partNumber LIMIT ?`;
  return [...database.rows(partSchema, sql, uploadId, partNumber, limit)];
}

/**
 * Adds a part, in place of an earlier one of its number, and returns its time in milliseconds since 1970. The part's
 * file is removed where the upload has ended meanwhile.
 * @throws S3Error `NoSuchUpload`
 */
export async function addPart({ database, bodies }: Storage, part: NewPart): Promise<number> {
  const { uploadId, partNumber, segment, etag, checksum } = part;
  const lastModifiedMs = nowInSeconds();
  const isOpen =
    database.first(uploadSchema, 'SELECT * FROM uploads WHERE uploadId = ?', uploadId) !== undefined;
  if (!isOpen) {
    await bodies.remove([segment.id]);
    throw noSuchUpload(uploadId);
  }
  const [earlier] = partsAfter(database, uploadId, partNumber - 1, 1);
  database.run(
    `INSERT OR REPLACE INTO parts (uploadId, partNumber, segmentId, bytes, etag, checksum, lastModifiedMs)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[uploadId, partNumber, segment.id, segment.bytes, etag],
    ...[checksum === undefined ? null : JSON.stringify(checksum), lastModifiedMs],
  );
  if (earlier?.partNumber === partNumber) await bodies.remove([earlier.segmentId]);
  return lastModifiedMs;
}

/** Ends an upload and returns its parts, whose files are then the caller's. */
export function takeParts(database: Database, uploadId: string): readonly StoredPart[] {
  const parts = partsAfter(database, uploadId, 0, 10_000);
  database.run('DELETE FROM uploads WHERE uploadId = ?', uploadId);
  return parts;
}
