import { createHash } from 'node:crypto';

/** A strong entity tag (RFC 9110, section 8.8.3) of what an answer follows from: equal parts, equal tag. */
export function entityTagOf(parts: readonly unknown[]): string {
  return `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`;
}

/**
 * Whether an If-None-Match header names the tag. The comparison is the weak one, as RFC 9110, section 13.1.2, asks: a
 * proxy that compresses makes a strong tag weak. `*` names none here, so that it is answered in full.
 */
export function namesTag(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags: readonly string[] = ifNoneMatch?.match(/"[^"]*"/g) ?? [];
  return tags.includes(etag);
}
