import { createReadStream } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { NULL_VERSION } from './bucket-store.ts';
import { type ByteRange, parseRange } from './byte-range.ts';
import { checkCopyConditions, checkReadConditions, checkWriteConditions } from './conditions.ts';
import { receiveBody } from './receive-body.ts';
import { S3Error } from './s3-error.ts';
import { checkKey, decode, type S3Request } from './s3-request.ts';
import { sendXml } from './send-xml.ts';
import type { ObjectVersion } from './stored-object.ts';
import { toXml } from './xml.ts';

const KEPT_HEADERS = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

/** GET and HEAD of an object. */
export async function readObject({ request, response, query, store, key }: S3Request): Promise<void> {
  const version = requireObject(store.find(key, query.get('versionId') ?? undefined), query);
  const headers = headersOf(version);
  if (checkReadConditions(request, version) === 'not-modified') {
    response.writeHead(304, headers).end();
    return;
  }
  const range = parseRange(request.headers.range, version.bytes);
  const length = range === undefined ? version.bytes : range.last - range.first + 1;
  for (const [name, value] of query) {
    if (name.startsWith('response-')) headers[name.slice('response-'.length)] = value;
  }
  const ranged =
    range === undefined ? {} : { 'content-range': `bytes ${range.first}-${range.last}/${version.bytes}` };
  if (range !== undefined) dropChecksums(headers);
  response.writeHead(range === undefined ? 200 : 206, { ...headers, ...ranged, 'content-length': length });
  if (request.method === 'HEAD' || length === 0) response.end();
  else await pipeline(createReadStream(store.blobPath(version.blob), bounds(range)), response);
}

/** PUT of an object's body. */
export async function putObject({ request, response, bucket, store, key }: S3Request): Promise<void> {
  checkWriteConditions(request, store.find(key));
  const { blob, path } = store.newBlob();
  try {
    const { bytes, md5, checksums } = await receiveBody(request, path);
    const object = { blob, bytes, etag: `"${md5}"`, headers: { ...keptHeaders(request), ...checksums } };
    const version = await bucket.put(key, object, 'ObjectCreated:Put', (standing) =>
      checkWriteConditions(request, standing),
    );
    response.writeHead(200, { etag: version.etag, ...checksums, ...versionHeader(version) }).end();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** PUT with x-amz-copy-source. */
export async function copyObject(call: S3Request): Promise<void> {
  const { request, response, bucket, store, key } = call;
  const source = copySourceOf(call);
  checkCopyConditions(request, source.version);
  const { blob, path } = store.newBlob();
  try {
    await copyFile(source.path, path);
    const replaces = request.headers['x-amz-metadata-directive'] === 'REPLACE';
    const headers = replaces ? keptHeaders(request) : source.version.headers;
    const object = { blob, bytes: source.version.bytes, etag: source.version.etag, headers };
    const version = await bucket.put(key, object, 'ObjectCreated:Copy', (standing) =>
      checkWriteConditions(request, standing),
    );
    const result = { ETag: version.etag, LastModified: version.lastModified };
    sendXml(response, 200, toXml('CopyObjectResult', result), versionHeader(version));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** DELETE of an object or of one version. */
export async function deleteObject({ response, query, store, key }: S3Request): Promise<void> {
  const versionId = query.get('versionId');
  if (versionId === null) await store.delete(key);
  else await store.deleteVersion(key, versionId);
  response.writeHead(204).end();
}

/** The object that x-amz-copy-source names. @throws S3Error */
export function copySourceOf({ request, bucketNamed }: S3Request): {
  readonly version: ObjectVersion;
  readonly path: string;
} {
  const [path = '', versionQuery] = String(request.headers['x-amz-copy-source']).split('?versionId=');
  const [, bucketName = '', key = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  const { store } = bucketNamed(bucketName);
  const version = store.find(checkKey(key), versionQuery);
  if (version === undefined || !version.isObject)
    throw new S3Error('NoSuchKey', 'The specified key does not exist.');
  return { version, path: store.blobPath(version.blob) };
}

/** The headers of a write that are kept with the object. */
export function keptHeaders(request: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [name, value] of Object.entries(request.headers)) {
    if (KEPT_HEADERS.includes(name) || name.startsWith('x-amz-meta-')) kept[name] = String(value);
  }
  const encoding = kept['content-encoding']
    ?.split(',')
    .map((each) => each.trim())
    .filter((each) => each !== 'aws-chunked');
  if (encoding !== undefined) {
    if (encoding.length === 0) delete kept['content-encoding'];
    else kept['content-encoding'] = encoding.join(',');
  }
  return kept;
}

export function versionHeader({ versionId }: ObjectVersion): Record<string, string> {
  return versionId === NULL_VERSION ? {} : { 'x-amz-version-id': versionId };
}

function requireObject(version: ObjectVersion | undefined, query: URLSearchParams): ObjectVersion {
  if (version?.isObject) return version;
  if (version !== undefined)
    throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against a delete marker.');
  if (query.has('versionId')) throw new S3Error('NoSuchVersion', 'The specified version does not exist.');
  throw new S3Error('NoSuchKey', 'The specified key does not exist.');
}

function headersOf(version: ObjectVersion): Record<string, string> {
  return {
    ...version.headers,
    'accept-ranges': 'bytes',
    etag: version.etag,
    'last-modified': new Date(version.lastModified).toUTCString(),
    ...versionHeader(version),
  };
}

/** A checksum of the whole would be held against the part. */
function dropChecksums(headers: Record<string, string>): void {
  for (const name of Object.keys(headers)) if (name.startsWith('x-amz-checksum-')) delete headers[name];
}

function bounds(range: ByteRange | undefined): { start?: number; end?: number } {
  return range === undefined ? {} : { start: range.first, end: range.last };
}
