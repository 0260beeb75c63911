import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ReadObject } from './data-api/load-data.ts';

/** Reads objects by a client of the local S3, as streams. */
export function objectReader(client: S3Client): ReadObject {
  return async (bucket, key) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body instanceof Readable) return Body;
    throw new Error(`${key} did not come as a stream.`);
  };
}
