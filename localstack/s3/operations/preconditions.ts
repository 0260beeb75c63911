import type { StoredVersion } from '../storage/records.ts';

/** Whether the conditions of a read hold; `unmodified` where the reader has the object already. */
export type PreconditionResult =
  | { readonly kind: 'hold' | 'unmodified' }
  | { readonly kind: 'failed'; readonly condition: string };

/**
 * Evaluates `If-Match`, `If-None-Match`, `If-Modified-Since` and `If-Unmodified-Since`, or those of a copy's source by
 * the prefix `x-amz-copy-source-`, in the order of RFC 9110, section 13.2.2. A date that is none does not count.
 */
export function evaluatePreconditions(
  headers: ReadonlyMap<string, string>,
  version: Pick<StoredVersion, 'etag' | 'lastModifiedMs'>,
  prefix = '',
): PreconditionResult {
  const header = (name: string) => headers.get(`${prefix}${name}`);
  const ifMatch = header('if-match');
  if (ifMatch !== undefined) {
    if (!namesEtag(ifMatch, version.etag)) return { kind: 'failed', condition: 'If-Match' };
  } else if (version.lastModifiedMs > dateMs(header('if-unmodified-since'), Number.POSITIVE_INFINITY)) {
    return { kind: 'failed', condition: 'If-Unmodified-Since' };
  }
  const ifNoneMatch = header('if-none-match');
  if (ifNoneMatch !== undefined) {
    return { kind: namesEtag(ifNoneMatch, version.etag) ? 'unmodified' : 'hold' };
  }
  const isOld = version.lastModifiedMs <= dateMs(header('if-modified-since'), Number.NEGATIVE_INFINITY);
  return { kind: isOld ? 'unmodified' : 'hold' };
}

function namesEtag(list: string, etag: string): boolean {
  return list
    .split(',')
    .map((tag) =>
      tag
        .trim()
        .replace(/^W\//, '')
        .replace(/^"(.*)"$/, '$1'),
    )
    .some((tag) => tag === '*' || tag === etag);
}

function dateMs(date: string | undefined, absent: number): number {
  const ms = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(ms) ? absent : ms;
}
