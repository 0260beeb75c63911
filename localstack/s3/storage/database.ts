import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type * as z from 'zod';

/** Keys are blobs, so that they sort by their UTF-8 bytes, as S3 lists them. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS buckets (
  name TEXT PRIMARY KEY, createdAtMs INTEGER NOT NULL, configuration TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS versions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket TEXT NOT NULL, key BLOB NOT NULL, versionId TEXT NOT NULL,
  isLatest INTEGER NOT NULL, isDeleteMarker INTEGER NOT NULL, lastModifiedMs INTEGER NOT NULL,
  bytes INTEGER NOT NULL, etag TEXT NOT NULL, checksum TEXT, headers TEXT NOT NULL, segments TEXT NOT NULL,
  uploadId TEXT
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS versionsById ON versions (bucket, key, versionId);
CREATE INDEX IF NOT EXISTS versionsByAge ON versions (bucket, key, sequence DESC);
CREATE UNIQUE INDEX IF NOT EXISTS latestVersions ON versions (bucket, key) WHERE isLatest = 1;
CREATE INDEX IF NOT EXISTS versionsByUpload ON versions (uploadId) WHERE uploadId IS NOT NULL;
CREATE TABLE IF NOT EXISTS uploads (
  uploadId TEXT PRIMARY KEY, bucket TEXT NOT NULL, key BLOB NOT NULL, initiatedMs INTEGER NOT NULL,
  headers TEXT NOT NULL, algorithm TEXT, checksumType TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS uploadsByKey ON uploads (bucket, key, uploadId);
CREATE TABLE IF NOT EXISTS parts (
  uploadId TEXT NOT NULL REFERENCES uploads ON DELETE CASCADE, partNumber INTEGER NOT NULL,
  segmentId TEXT NOT NULL, bytes INTEGER NOT NULL, etag TEXT NOT NULL, checksum TEXT,
  lastModifiedMs INTEGER NOT NULL, PRIMARY KEY (uploadId, partNumber)
) STRICT;
CREATE TABLE IF NOT EXISTS events (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, functionArn TEXT NOT NULL, event TEXT NOT NULL
) STRICT;
`;

/** One process at a time; a commit does not wait for the disk. */
const SETTINGS = 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;';
/** How long a process that is ending has to let the file go. */
const LOCK_PATIENCE_MS = 1_000;

/** The files of the local S3 belong to another running process. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
}

/**
 * The index of all buckets: one SQLite file. A transaction that returned survives the death of the process; after a
 * power cut the newest may be missing, but none is there by halves. Everything is synchronous, so that what is read
 * and written without an await in between is atomic.
 */
export class Database {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens or creates the file. @throws DatabaseInUseError where another process has it open */
  constructor(path: string) {
    this.#database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: LOCK_PATIENCE_MS });
    try {
      this.#database.exec(SETTINGS);
      this.#database.exec(SCHEMA);
    } catch (cause) {
      this.#database.close();
      if (!(cause instanceof Error && cause.message.includes('locked'))) throw cause;
      throw new DatabaseInUseError(`${path} is in use by another process.`, { cause });
    }
  }

  /** The first row, or undefined where there is none. */
  first<Row extends z.ZodType>(
    schema: Row,
    sql: string,
    ...values: SQLInputValue[]
  ): z.infer<Row> | undefined {
    const row = this.#prepare(sql).get(...values);
    return row === undefined ? undefined : schema.parse(row);
  }

  /** The rows one by one; the same query must not be started again before the last one is read or given up. */
  *rows<Row extends z.ZodType>(
    schema: Row,
    sql: string,
    ...values: SQLInputValue[]
  ): Generator<z.infer<Row>> {
    for (const row of this.#prepare(sql).iterate(...values)) yield schema.parse(row);
  }

  /** The number of rows that were changed, and the key of the last one that was added. */
  run(sql: string, ...values: SQLInputValue[]): { readonly changes: number; readonly lastRow: number } {
    const { changes, lastInsertRowid } = this.#prepare(sql).run(...values);
    return { changes: Number(changes), lastRow: Number(lastInsertRowid) };
  }

  /** Does all of it or nothing: what `work` throws undoes it. */
  transaction<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const prepared = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }
}
