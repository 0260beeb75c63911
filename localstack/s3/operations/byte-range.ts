import { S3Error } from '../s3-error.ts';
import type { ByteSpan } from '../storage/body-files.ts';

/**
 * Reads a `Range` header for an object of so many bytes; undefined, for the whole object, where there is none, where it
 * is malformed or where it names several ranges.
 * @throws S3Error `InvalidRange` where the range is outside the object
 */
export function requestedRange(header: string | undefined, bytes: number): ByteSpan | undefined {
  const groups = /^bytes=(?<first>\d*)-(?<last>\d*)$/.exec(header ?? '')?.groups;
  if (header === undefined || groups === undefined) return undefined;
  const { first = '', last = '' } = groups;
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const span =
    first === ''
      ? { first: Math.max(0, bytes - Number(last)), last: bytes - 1 }
      : { first: Number(first), last: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) };
  if (span.first <= span.last) return span;
  const details = { RangeRequested: header, ActualObjectSize: String(bytes) };
  throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
    details,
    headers: { 'content-range': `bytes */${bytes}` },
  });
}
