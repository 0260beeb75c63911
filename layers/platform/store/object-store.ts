/** What the functions need of S3: one bucket, whole objects, conditional writes. */
export interface ObjectStore {
  /** A stream of the object's bytes. @throws NotFoundError `OBJECT_NOT_FOUND` naming the key. */
  read(key: string, version?: ObjectVersion): Promise<AsyncIterable<Uint8Array>>;
  /** The object's bytes from `start` up to `end`. @throws as `read` */
  readRange(key: string, start: number, end: number): Promise<Uint8Array>;
  readBytes(key: string): Promise<Uint8Array>;
  readText(key: string): Promise<string>;
  /** Size and ETag, or undefined where there is no such object. */
  head(key: string): Promise<ObjectHead | undefined>;
  write(key: string, body: string | Uint8Array, options: WriteOptions): Promise<void>;
  /** Streams a body of unknown length; the object appears whole when the stream has ended, or not at all. */
  writeStream(key: string, body: AsyncIterable<Uint8Array>, contentType: string): Promise<void>;
  /** Copies inside the bucket. @throws NotFoundError `OBJECT_NOT_FOUND` */
  copy(sourceKey: string, targetKey: string, version?: ObjectVersion): Promise<void>;
  /** Keys under a prefix, in order, at most `limit`; only those behind `startAfter` where it is given. */
  list(prefix: string, limit: number, startAfter?: string): Promise<readonly string[]>;
}

/** One version of an object in a bucket that keeps them; the newest where it is left out. */
export interface ObjectVersion {
  readonly versionId?: string;
}

export interface ObjectHead {
  readonly bytes: number;
  readonly etag: string;
}

export interface WriteOptions {
  readonly contentType: string;
  /** Write only where there is no such object yet. @throws ChurnError `OBJECT_CHANGED` */
  readonly ifAbsent?: boolean;
  /** Write only over this version. @throws ChurnError `OBJECT_CHANGED` */
  readonly ifEtag?: string;
}
