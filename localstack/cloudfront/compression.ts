import { Readable, type Transform } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { OriginResponse } from './distribution-options.ts';

const MIN_BYTES = 1_000;
const MAX_BYTES = 10_000_000;
const COMPRESSIBLE =
  /^(?:text\/|application\/(?:javascript|x-javascript|json|xml|wasm|manifest\+json|[\w.-]+\+(?:json|xml))|image\/svg\+xml|font\/(?:ttf|otf))/i;

/**
 * The answer compressed with Brotli or gzip where the viewer takes it: text of 1,000 to 10,000,000 bytes that is whole
 * and not compressed already, as CloudFront does. The entity tag becomes a weak one.
 */
export function compressed(
  response: OriginResponse,
  acceptEncoding: string | undefined,
  isHead: boolean,
): OriginResponse {
  if (!isCompressible(response)) return response;
  const headers: OriginResponse['headers'] = {
    ...response.headers,
    vary: withAcceptEncoding(response.headers.vary),
  };
  const encoding = chosenEncoding(acceptEncoding ?? '');
  if (encoding === undefined) return { ...response, headers };
  headers['content-encoding'] = encoding;
  delete headers['content-length'];
  delete headers['accept-ranges'];
  const { etag } = headers;
  if (typeof etag === 'string' && !etag.startsWith('W/')) headers.etag = `W/${etag}`;
  if (isHead) return { ...response, headers };
  const body = response.body instanceof Uint8Array ? Readable.from([response.body]) : response.body;
  const encoder = encoderOf(encoding);
  body.on('error', (error) => encoder.destroy(error));
  encoder.on('close', () => body.destroy());
  return { status: response.status, headers, body: body.pipe(encoder) };
}

function isCompressible({ status, headers }: OriginResponse): boolean {
  const bytes = Number(headers['content-length'] ?? Number.NaN);
  return (
    (status === 200 || status === 403 || status === 404) &&
    headers['content-encoding'] === undefined &&
    COMPRESSIBLE.test(String(headers['content-type'] ?? '')) &&
    bytes >= MIN_BYTES &&
    bytes <= MAX_BYTES
  );
}

/** Brotli before gzip; undefined where the viewer takes neither. */
function chosenEncoding(acceptEncoding: string): 'br' | 'gzip' | undefined {
  const taken = new Set<string>();
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    if (!parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))) taken.add(name);
  }
  if (taken.has('br')) return 'br';
  return taken.has('gzip') ? 'gzip' : undefined;
}

function encoderOf(encoding: 'br' | 'gzip'): Transform {
  if (encoding === 'gzip') return createGzip();
  return createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}

function withAcceptEncoding(vary: string | string[] | undefined): string {
  const names = vary === undefined ? [] : [vary].flat();
  return [...names, 'Accept-Encoding'].join(', ');
}
