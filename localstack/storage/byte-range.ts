import { S3Error } from './s3-error.ts';

export interface ByteRange {
  readonly first: number;
  /** Included. */
  readonly last: number;
}

/** One range of a `Range` header (RFC 9110); undefined for none or one that is to be ignored. @throws S3Error `InvalidRange` */
export function parseRange(header: string | undefined, bytes: number): ByteRange | undefined {
  const [, start, end] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (start === undefined || end === undefined || (start === '' && end === '')) return undefined;
  if (start !== '' && end !== '' && Number(start) > Number(end)) return undefined;
  const first = start === '' ? Math.max(0, bytes - Number(end)) : Number(start);
  const last = start === '' || end === '' ? bytes - 1 : Math.min(Number(end), bytes - 1);
  if (first >= bytes || first > last)
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable');
  return { first, last };
}
