import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Credentials } from '../services.ts';
import { S3Error } from './s3-error.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_SKEW_MS = 15 * 60 * 1000;
const MAX_EXPIRES_SECONDS = 7 * 24 * 3600;

interface Claim {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
  readonly payloadHash: string;
  /** Of a presigned URL. */
  readonly isPresigned: boolean;
}

/**
 * Checks the signature (version 4) of a request, in its header or its URL.
 * Source: "Authenticating Requests (AWS Signature Version 4)", Amazon S3 API reference.
 * @throws S3Error where there is none, or it is wrong, of another key or out of time
 */
export function verifySignature(
  request: IncomingMessage,
  url: URL,
  credentials: Credentials,
  now: Date,
): void {
  const claim = claimOf(request, url, now);
  const [accessKeyId, day = '', region = '', service = ''] = claim.credential.split('/');
  if (accessKeyId !== credentials.accessKeyId) {
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  }
  const canonical = [
    request.method ?? 'GET',
    (request.url ?? '/').split('?')[0],
    canonicalQuery(url),
    ...claim.signedHeaders.split(';').map((name) => `${name}:${canonicalHeader(request, name)}`),
    '',
    claim.signedHeaders,
    claim.payloadHash,
  ].join('\n');
  const toSign = [
    ALGORITHM,
    claim.date,
    [day, region, service, 'aws4_request'].join('/'),
    sha256(canonical),
  ].join('\n');
  let key: string | Buffer = `AWS4${credentials.secretAccessKey}`;
  for (const part of [day, region, service, 'aws4_request']) key = hmac(key, part);
  const expected = hmac(key, toSign);
  const given = Buffer.from(claim.signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
}

function claimOf(request: IncomingMessage, url: URL, now: Date): Claim {
  if (url.searchParams.has('X-Amz-Signature')) return presignedClaim(url, now);
  const header = request.headers.authorization;
  if (header === undefined) throw new S3Error('AccessDenied', 'Access Denied');
  const parts = new Map(
    header
      .slice(ALGORITHM.length)
      .split(',')
      .map((part) => part.trim().split('=', 2) as [string, string]),
  );
  const [credential, signedHeaders, signature] = ['Credential', 'SignedHeaders', 'Signature'].map((name) =>
    parts.get(name),
  );
  if (!header.startsWith(ALGORITHM) || !credential || !signedHeaders || !signature) {
    throw new S3Error('AuthorizationHeaderMalformed', 'The authorization header you provided is invalid.');
  }
  const date = String(request.headers['x-amz-date'] ?? '');
  if (Math.abs(now.getTime() - timeOf(date)) > MAX_SKEW_MS) {
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    );
  }
  const payloadHash = String(request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD');
  return { credential, signedHeaders, signature, date, payloadHash, isPresigned: false };
}

function presignedClaim(url: URL, now: Date): Claim {
  const parameter = (name: string) => url.searchParams.get(`X-Amz-${name}`) ?? '';
  const date = parameter('Date');
  const expires = Number(parameter('Expires'));
  const isSound = parameter('Algorithm') === ALGORITHM && expires > 0 && expires <= MAX_EXPIRES_SECONDS;
  if (!isSound)
    throw new S3Error('InvalidArgument', 'The query parameters of the presigned URL are not valid.');
  if (now.getTime() > timeOf(date) + expires * 1000) throw new S3Error('AccessDenied', 'Request has expired');
  return {
    credential: parameter('Credential'),
    signedHeaders: parameter('SignedHeaders'),
    signature: parameter('Signature'),
    date,
    payloadHash: 'UNSIGNED-PAYLOAD',
    isPresigned: true,
  };
}

function canonicalQuery(url: URL): string {
  return [...url.search.slice(1).split('&')]
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s, 2);
      return `${reencode(name)}=${reencode(value)}`;
    })
    .sort()
    .join('&');
}

function reencode(text: string): string {
  let plain: string;
  try {
    plain = decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new S3Error('InvalidArgument', 'The query is not percent-encoded UTF-8.');
  }
  return encodeURIComponent(plain).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalHeader(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return [value ?? '']
    .flat()
    .map((each) => each.trim().replace(/\s+/g, ' '))
    .join(',');
}

/** `20261122T090010Z` as milliseconds; NaN for anything else. */
function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
