import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { S3Service } from '../../services.ts';
import type { BucketDeployment } from '../plan/cloud-plan.ts';
import { contentTypeOf } from './content-type.ts';

/** Copies files into a bucket; one that is there already, the same in all, is left alone and makes no event. */
export async function deployToBucket(
  deployment: BucketDeployment,
  parts: {
    readonly s3: S3Service;
    readonly client: S3Client;
    readonly directoryOf: (asset: string) => Promise<string>;
  },
): Promise<void> {
  const { bucket, keyPrefix } = deployment;
  const files = new Map<string, string>();
  for (const asset of deployment.sources) {
    const directory = await parts.directoryOf(asset);
    for (const path of await filesIn(directory)) {
      files.set(`${keyPrefix}${relative(directory, path).split(sep).join('/')}`, path);
    }
  }
  for (const [key, path] of files) await putFile(parts.client, deployment, key, path);
  if (!deployment.prune) return;
  for (const key of await parts.s3.listKeys(bucket)) {
    if (!key.startsWith(keyPrefix) || files.has(key)) continue;
    await parts.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }
}

async function filesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** The file with the value of each marker in its place; one without markers byte for byte as it is. */
function filledIn(file: Buffer, { markers, addresses }: BucketDeployment): Buffer {
  if (![...markers.keys()].some((marker) => file.includes(marker))) return file;
  const text = [...markers, ...addresses].reduce(
    (filled, [from, to]) => filled.replaceAll(from, () => to),
    file.toString('utf8'),
  );
  return Buffer.from(text);
}

async function putFile(
  client: S3Client,
  deployment: BucketDeployment,
  key: string,
  path: string,
): Promise<void> {
  const { bucket, cacheControl, contentType } = deployment;
  const body = filledIn(await readFile(path), deployment);
  const object = {
    ...{ Bucket: bucket, Key: key, ContentType: contentType ?? contentTypeOf(path) },
    ...(cacheControl === undefined ? {} : { CacheControl: cacheControl }),
  };
  const standing = await client
    .send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
    .catch((error: unknown) => {
      if (error instanceof NotFound) return undefined;
      throw error;
    });
  const isSame =
    standing?.ETag === `"${createHash('md5').update(body).digest('hex')}"` &&
    standing.ContentType === object.ContentType &&
    standing.CacheControl === cacheControl;
  if (!isSame) await client.send(new PutObjectCommand({ ...object, Body: body }));
}
