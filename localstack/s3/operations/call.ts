import type { Authorization } from '../auth/authorize.ts';
import type { S3Answer } from '../http/answer.ts';
import type { S3Request } from '../http/s3-request.ts';
import type { EventName } from '../notifications/event-document.ts';
import type { Occasion } from '../notifications/journal.ts';
import type { StoredBucket } from '../storage/buckets.ts';
import type { Storage } from '../storage/storage.ts';

/** An authorized request to the service itself. */
export interface ServiceCall {
  readonly storage: Storage;
  readonly request: S3Request;
  readonly authorization: Authorization;
}

/** An authorized request to a bucket that exists. */
export interface BucketCall extends ServiceCall {
  readonly bucket: StoredBucket;
}

/** An authorized request to an object, which need not exist. */
export interface ObjectCall extends BucketCall {
  readonly key: string;
}

/** One of S3's operations; its refusals are `S3Error`s. */
export type Operation<Call> = (call: Call) => S3Answer | Promise<S3Answer>;

/** The occasion of an event that a call causes. */
export function occasionOf({ request, authorization }: ServiceCall, eventName: EventName): Occasion {
  return {
    eventName,
    requestId: request.requestId,
    sourceAddress: request.sourceAddress,
    principalId: authorization.accessKeyId,
  };
}
