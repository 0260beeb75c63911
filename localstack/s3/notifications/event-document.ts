import { createHash } from 'node:crypto';
import type { BucketNotification } from '../../services.ts';
import type { StoredBucket } from '../storage/buckets.ts';
import type { StoredVersion } from '../storage/records.ts';
import { encodeKey } from '../uri.ts';
import type { Occasion } from './journal.ts';

export type EventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete'
  | 'ObjectRemoved:DeleteMarkerCreated';

export interface EventOptions {
  readonly region: string;
  readonly accountId: string;
  readonly bucket: StoredBucket;
  readonly version: StoredVersion;
  readonly occasion: Occasion;
  readonly notification: BucketNotification;
  /** Grows from event to event. */
  readonly sequence: number;
}

/** S3's notification in message structure 2.1. */
export function eventDocument(options: EventOptions): unknown {
  const { region, accountId, bucket, occasion } = options;
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date().toISOString(),
    eventName: occasion.eventName,
    userIdentity: { principalId: `AWS:${occasion.principalId}` },
    requestParameters: { sourceIPAddress: occasion.sourceAddress },
    responseElements: { 'x-amz-request-id': occasion.requestId, 'x-amz-id-2': occasion.requestId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: configurationId(options.notification),
      bucket: {
        name: bucket.name,
        ownerIdentity: { principalId: accountId },
        arn: `arn:aws:s3:::${bucket.name}`,
      },
      object: eventObject(options),
    },
  };
  return { Records: [record] };
}

function eventObject({ bucket, version, occasion, sequence }: EventOptions): Record<string, unknown> {
  const isCreated = occasion.eventName.startsWith('ObjectCreated:');
  return {
    key: encodeKey(version.key),
    ...(isCreated ? { size: version.bytes, eTag: version.etag } : {}),
    ...(bucket.configuration.versioning ? { versionId: version.versionId } : {}),
    sequencer: sequence.toString(16).toUpperCase().padStart(18, '0'),
  };
}

/** The same for the same notification, as S3 keeps it. */
function configurationId(notification: BucketNotification): string {
  const { functionArn, events, prefix = '', suffix = '' } = notification;
  const text = JSON.stringify([functionArn, events, prefix, suffix]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
