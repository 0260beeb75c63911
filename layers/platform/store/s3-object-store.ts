import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { ChurnError, NotFoundError } from '#core/errors.ts';
import type { ObjectHead, ObjectStore, ObjectVersion, WriteOptions } from './object-store.ts';

const UPLOAD_PART_BYTES = 8 * 1024 * 1024;

/** The object store on one S3 bucket. */
export function createS3ObjectStore(bucket: string, client = new S3Client({})): ObjectStore {
  const get = async (key: string, which: ObjectVersion & { readonly range?: string } = {}) => {
    const range = which.range === undefined ? {} : { Range: which.range };
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...versionOf(which), ...range });
    const answer = await named(key, () => client.send(command));
    if (answer.Body === undefined) throw new ChurnError('OBJECT_EMPTY_ANSWER', `S3 gave no body for ${key}.`);
    return answer.Body;
  };
  return {
    async read(key, version) {
      const body = await get(key, version);
      if (!(body instanceof Readable))
        throw new ChurnError('OBJECT_NOT_A_STREAM', `S3 gave no stream for ${key}.`);
      return body;
    },
    readRange: async (key, start, end) =>
      (await get(key, { range: `bytes=${start}-${end - 1}` })).transformToByteArray(),
    readBytes: async (key) => (await get(key)).transformToByteArray(),
    readText: async (key) => (await get(key)).transformToString(),
    head: (key) => headOf(client, bucket, key),
    async write(key, body, options) {
      await named(key, () => client.send(putCommand(bucket, key, body, options)));
    },
    async writeStream(key, body, contentType) {
      const params = { Bucket: bucket, Key: key, Body: Readable.from(body, { objectMode: false }) };
      const upload = new Upload({
        client,
        partSize: UPLOAD_PART_BYTES,
        params: { ...params, ContentType: contentType },
      });
      await upload.done();
    },
    async copy(sourceKey, targetKey, { versionId } = {}) {
      const source = `${bucket}/${sourceKey.split('/').map(encodeURIComponent).join('/')}`;
      const command = new CopyObjectCommand({
        Bucket: bucket,
        Key: targetKey,
        CopySource: versionId === undefined ? source : `${source}?versionId=${encodeURIComponent(versionId)}`,
      });
      await named(sourceKey, () => client.send(command));
    },
    list: (prefix, limit, startAfter) => listKeys(client, bucket, prefix, limit, startAfter),
  };
}

function versionOf({ versionId }: ObjectVersion): { VersionId?: string } {
  return versionId === undefined ? {} : { VersionId: versionId };
}

function putCommand(
  bucket: string,
  key: string,
  body: string | Uint8Array,
  options: WriteOptions,
): PutObjectCommand {
  return new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: body,
    ContentType: options.contentType,
    ...(options.ifAbsent === true ? { IfNoneMatch: '*' } : {}),
    ...(options.ifEtag === undefined ? {} : { IfMatch: options.ifEtag }),
  });
}

async function headOf(client: S3Client, bucket: string, key: string): Promise<ObjectHead | undefined> {
  try {
    const answer = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return { bytes: answer.ContentLength ?? 0, etag: answer.ETag ?? '' };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

async function listKeys(
  client: S3Client,
  bucket: string,
  prefix: string,
  limit: number,
  startAfter: string | undefined,
): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      MaxKeys: Math.min(1000, limit - keys.length),
      ...(startAfter === undefined ? {} : { StartAfter: startAfter }),
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    const page = await client.send(command);
    for (const object of page.Contents ?? []) if (object.Key !== undefined) keys.push(object.Key);
    token = page.NextContinuationToken;
  } while (token !== undefined && keys.length < limit);
  return keys;
}

/** Turns S3's refusals into errors that name the key. */
async function named<T>(key: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const status = statusOf(cause);
    if (status === 404) throw new NotFoundError('OBJECT_NOT_FOUND', `There is no object ${key}.`, { cause });
    if (status === 412 || status === 409) {
      throw new ChurnError('OBJECT_CHANGED', `The object ${key} is not as it was expected.`, { cause });
    }
    throw cause;
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
