import { emptyAnswer, type S3Answer } from '../http/answer.ts';
import { headerValue } from '../http/header-value.ts';
import { S3Error } from '../s3-error.ts';
import type { ByteSpan } from '../storage/body-files.ts';
import type { StoredVersion } from '../storage/records.ts';
import { readableVersion } from '../storage/versions.ts';
import { preconditionFailed } from '../storage/write-condition.ts';
import { requestedRange } from './byte-range.ts';
import type { ObjectCall } from './call.ts';
import { checksumHeaders, quotedEtag, versionHeader } from './object-headers.ts';
import { evaluatePreconditions } from './preconditions.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';

const OVERRIDES = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];

/** GetObject and HeadObject: the whole object, a range of it or one of its parts, streamed from disk. */
export function getObject(call: ObjectCall): S3Answer {
  refuseUnsupported(call);
  const { storage, request, bucket, key } = call;
  const version = readableVersion(storage.database, bucket.name, key, request.query.get('versionId'));
  const headers = {
    'accept-ranges': 'bytes',
    etag: quotedEtag(version.etag),
    'last-modified': new Date(version.lastModifiedMs).toUTCString(),
    ...versionHeader(bucket, version),
  };
  const result = evaluatePreconditions(request.headers, version);
  if (result.kind === 'failed') throw preconditionFailed(result.condition);
  if (result.kind === 'unmodified') return emptyAnswer(304, headers);
  const part = requestedPart(request.query.get('partNumber'), version);
  const range = requestedRange(rangeHeader(call, version), version.bytes);
  if (part !== undefined && range !== undefined) {
    throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  }
  const span = part ?? range;
  const { first, last } = span ?? { first: 0, last: version.bytes - 1 };
  const isChecksumWanted = request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  return {
    status: span === undefined ? 200 : 206,
    headers: {
      ...headers,
      ...version.headers,
      ...overrides(call),
      'content-length': String(last - first + 1),
      ...(span === undefined ? {} : { 'content-range': `bytes ${first}-${last}/${version.bytes}` }),
      ...(part === undefined ? {} : { 'x-amz-mp-parts-count': String(version.segments.length) }),
      ...(isChecksumWanted && span === undefined ? checksumHeaders(version.checksum) : {}),
    },
    body: request.method === 'HEAD' ? '' : bodyStream(call, version, { first, last }),
  };
}

/** The files are kept from the moment the version was read until the stream is closed. */
function bodyStream({ storage: { bodies } }: ObjectCall, version: StoredVersion, span: ByteSpan) {
  const letGo = bodies.keep(version.segments);
  return bodies.read(version.segments, span).once('close', letGo);
}

/** `If-Range` holds a range back from an object that has changed. */
function rangeHeader({ request: { headers } }: ObjectCall, version: StoredVersion): string | undefined {
  const ifRange = headers.get('if-range');
  const isSame =
    ifRange === undefined ||
    ifRange === quotedEtag(version.etag) ||
    Date.parse(ifRange) === version.lastModifiedMs;
  return isSame ? headers.get('range') : undefined;
}

function requestedPart(
  partNumber: string | undefined,
  { segments, bytes }: StoredVersion,
): ByteSpan | undefined {
  if (partNumber === undefined) return undefined;
  const index = /^\d{1,5}$/.test(partNumber) ? Number(partNumber) - 1 : -1;
  const segment = segments[index];
  if (segment === undefined) {
    throw new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable');
  }
  if (bytes === 0) return undefined;
  const first = segments.slice(0, index).reduce((sum, earlier) => sum + earlier.bytes, 0);
  return { first, last: first + segment.bytes - 1 };
}

function overrides({ request: { query } }: ObjectCall): Record<string, string> {
  const overridden: Record<string, string> = {};
  for (const name of OVERRIDES) {
    const value = query.get(`response-${name}`);
    if (value !== undefined) overridden[name] = headerValue(name, value);
  }
  return overridden;
}
