import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { clientAddress, splitTarget } from '../../http-api/http-server.ts';
import { S3Error } from '../s3-error.ts';
import { queryParameters, uriDecode } from '../uri.ts';

const MAX_KEY_BYTES = 1024;

/** A request as it came: its bucket and key by path style, its query and its headers. */
export interface S3Request {
  readonly requestId: string;
  readonly method: string;
  /** As it was sent. */
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Absent for the service itself. */
  readonly bucket: string | undefined;
  /** Absent for a bucket. */
  readonly key: string | undefined;
  /** Decoded; of a repeated parameter the first. */
  readonly query: ReadonlyMap<string, string>;
  /** Names in lower case, repeated ones joined by commas, values as bytes in Latin-1. */
  readonly headers: ReadonlyMap<string, string>;
  readonly sourceAddress: string;
  readonly incoming: IncomingMessage;
}

/**
 * Reads a request's target and headers.
 * @throws S3Error `InvalidURI` for a target that is not percent-encoded UTF-8, `KeyTooLongError` for a key over 1,024 bytes
 */
export function s3Request(incoming: IncomingMessage, requestId: string): S3Request {
  const { path, query } = splitTarget(incoming.url ?? '/');
  const slash = path.indexOf('/', 1);
  const bucket = uriDecode(slash < 0 ? path.slice(1) : path.slice(1, slash));
  const key = slash < 0 ? '' : uriDecode(path.slice(slash + 1));
  const keyBytes = Buffer.byteLength(key);
  if (keyBytes > MAX_KEY_BYTES) {
    const details = { Size: String(keyBytes), MaxSizeAllowed: String(MAX_KEY_BYTES) };
    throw new S3Error('KeyTooLongError', 'Your key is too long', { details });
  }
  return {
    requestId,
    method: incoming.method ?? 'GET',
    rawPath: path,
    rawQuery: query,
    bucket: bucket === '' ? undefined : bucket,
    key: key === '' ? undefined : key,
    query: new Map([...queryParameters(query)].reverse()),
    headers: joinedHeaders(incoming.rawHeaders),
    sourceAddress: clientAddress(incoming),
    incoming,
  };
}

/** A fresh request id of 16 upper-case hexadecimal digits. */
export function newRequestId(): string {
  return randomBytes(8).toString('hex').toUpperCase();
}

function joinedHeaders(rawHeaders: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    const earlier = headers.get(name);
    const value = rawHeaders[index + 1]!.trim();
    headers.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return headers;
}
