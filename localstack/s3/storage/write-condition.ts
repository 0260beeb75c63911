import { S3Error } from '../s3-error.ts';
import type { StoredVersion } from './records.ts';

/** What must be true of the current object for a write to happen. */
export interface WriteCondition {
  /** `If-None-Match: *`: there is no such object. */
  readonly ifAbsent: boolean;
  /** `If-Match`: the object has this ETag, without quotation marks; `*` for any. */
  readonly ifEtag: string | undefined;
}

export const UNCONDITIONAL: WriteCondition = { ifAbsent: false, ifEtag: undefined };

/** Reads the condition of a write. @throws S3Error `NotImplemented` for an `If-None-Match` other than `*` */
export function writeCondition(headers: ReadonlyMap<string, string>): WriteCondition {
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new S3Error(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      {
        details: { Header: 'If-None-Match' },
      },
    );
  }
  return { ifAbsent: ifNoneMatch === '*', ifEtag: bareEtag(headers.get('if-match')) };
}

/** An ETag without its quotation marks. */
export function bareEtag<Etag extends string | undefined>(etag: Etag): Etag {
  return etag?.replace(/^"(.*)"$/, '$1') as Etag;
}

/** @throws S3Error `PreconditionFailed`, and `NoSuchKey` where an ETag is asked for and there is no object */
export function assertCondition(current: StoredVersion | undefined, condition: WriteCondition): void {
  const object = current?.isDeleteMarker === true ? undefined : current;
  if (condition.ifAbsent && object !== undefined) throw preconditionFailed('If-None-Match');
  if (condition.ifEtag === undefined) return;
  if (object === undefined) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
  if (condition.ifEtag !== '*' && condition.ifEtag !== object.etag) throw preconditionFailed('If-Match');
}

/** The refusal of a request whose condition does not hold. */
export function preconditionFailed(condition: string): S3Error {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new S3Error('PreconditionFailed', message, { details: { Condition: condition } });
}
