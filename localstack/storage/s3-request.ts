import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bucket } from './bucket.ts';
import type { BucketStore } from './bucket-store.ts';
import type { MultipartStore } from './multipart-store.ts';
import { S3Error } from './s3-error.ts';

const MAX_KEY_BYTES = 1024;

/** One request, its signature checked, and what it may reach. */
export interface S3Request {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly query: URLSearchParams;
  readonly bucket: Bucket;
  readonly store: BucketStore;
  readonly uploads: MultipartStore;
  /** '' for a request of the bucket itself. */
  readonly key: string;
  /** A bucket by its name. @throws S3Error `NoSuchBucket` */
  readonly bucketNamed: (name: string) => Bucket;
}

/** Bucket and key of a path as it was sent: percent-encoded, path-style. @throws S3Error */
export function parsePath(rawPath: string): { readonly bucketName: string; readonly key: string } {
  const [, bucketName = '', rawKey = ''] = /^\/([^/]*)\/?(.*)$/s.exec(rawPath) ?? [];
  return { bucketName, key: checkKey(decode(rawKey)) };
}

/** @throws S3Error `KeyTooLongError` */
export function checkKey(key: string): string {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error('KeyTooLongError', 'Your key is too long');
  return key;
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidArgument', 'The path is not percent-encoded UTF-8.');
  }
}

/** A whole small body, such as an XML document. @throws S3Error `EntityTooLarge` */
export async function readSmallBody(request: IncomingMessage, maxBytes = 2 * 1024 * 1024): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).byteLength;
    if (bytes > maxBytes) throw new S3Error('EntityTooLarge', `The body has more than ${maxBytes} bytes.`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
