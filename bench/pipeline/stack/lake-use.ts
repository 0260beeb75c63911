import type { StoredVersion } from './lake-versions.ts';

/** What was written to the bucket. */
export interface LakeUse {
  readonly versions: number;
  /** Requests that wrote them: a large object goes in parts. */
  readonly writeRequests: number;
  readonly bytes: number;
}

/** Of the functions' uploads; copies go in one request. */
const PART_BYTES = 8 * 1024 * 1024;

/** What lies in the bucket after something and not before it. */
export function lakeUse(before: readonly StoredVersion[], after: readonly StoredVersion[]): LakeUse {
  const known = new Set(before.map(idOf));
  const added = after.filter((version) => !known.has(idOf(version)));
  return {
    versions: added.length,
    writeRequests: added.reduce((sum, { bytes }) => sum + requestsFor(bytes), 0),
    bytes: added.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function idOf({ key, versionId }: StoredVersion): string {
  return `${versionId} ${key}`;
}

/** One, or one a part and two that begin and complete it. */
function requestsFor(bytes: number): number {
  return bytes <= PART_BYTES ? 1 : Math.ceil(bytes / PART_BYTES) + 2;
}
