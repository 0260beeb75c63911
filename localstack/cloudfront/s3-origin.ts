import type { OriginObject, OriginRequest, OriginResponse, S3Origin } from './distribution-options.ts';
import { objectKey } from './path-pattern.ts';

/**
 * What S3 answers a distribution that may read a bucket's objects but not list them: 200, 206 or 304 for an object,
 * 403 for one that is not there, 405 for other methods than GET and HEAD, 416 for a range outside the object.
 */
export async function readFromS3(origin: S3Origin, request: OriginRequest): Promise<OriginResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return s3Error(405, 'MethodNotAllowed');
  const key = objectKey(request.path);
  const object = key === undefined || key === '' ? undefined : await origin.read(key);
  if (object === undefined) return s3Error(403, 'AccessDenied');
  const headers: Record<string, string> = {
    'content-type': object.contentType,
    etag: quoted(object.etag),
    'accept-ranges': 'bytes',
    ...(object.cacheControl === undefined ? {} : { 'cache-control': object.cacheControl }),
  };
  if (isUnchanged(request, object)) return { status: 304, headers, body: new Uint8Array() };
  const range = requestedRange(request, object);
  if (range === 'outside') {
    const refusal = s3Error(416, 'InvalidRange');
    refusal.headers['content-range'] = `bytes */${object.body.byteLength}`;
    return refusal;
  }
  if (range === undefined) {
    return {
      status: 200,
      headers: { ...headers, 'content-length': String(object.body.byteLength) },
      body: object.body,
    };
  }
  const part = object.body.subarray(range.first, range.last + 1);
  headers['content-range'] = `bytes ${range.first}-${range.last}/${object.body.byteLength}`;
  return {
    status: 206,
    headers: { ...headers, 'content-length': String(part.byteLength) },
    body: part,
  };
}

function s3Error(status: number, code: string): OriginResponse {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
  const headers = { 'content-type': 'application/xml', 'content-length': String(body.byteLength) };
  return { status, headers, body };
}

const quoted = (etag: string): string => (etag.startsWith('"') ? etag : `"${etag}"`);
const single = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.join(',');

/** Weak comparison: a compressed answer has the weak form of the object's tag. */
function isUnchanged(request: OriginRequest, object: OriginObject): boolean {
  const given = single(request.headers['if-none-match']);
  if (given === undefined) return false;
  const tags = given.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(quoted(object.etag));
}

interface ByteRange {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** One range of bytes; several, or what is no range, are answered with the whole object. */
function requestedRange(request: OriginRequest, object: OriginObject): ByteRange | 'outside' | undefined {
  const ifRange = single(request.headers['if-range']);
  if (ifRange !== undefined && ifRange !== quoted(object.etag)) return undefined;
  const groups = /^bytes=(?<first>\d*)-(?<last>\d*)$/.exec(single(request.headers.range) ?? '')?.groups;
  if (groups === undefined || (groups.first === '' && groups.last === '')) return undefined;
  const bytes = object.body.byteLength;
  if (groups.first === '') {
    const length = Math.min(Number(groups.last), bytes);
    return length === 0 ? 'outside' : { first: bytes - length, last: bytes - 1 };
  }
  const first = Number(groups.first);
  const last = groups.last === '' ? bytes - 1 : Math.min(Number(groups.last), bytes - 1);
  if (groups.last !== '' && Number(groups.last) < first) return undefined;
  return first >= bytes ? 'outside' : { first, last };
}
