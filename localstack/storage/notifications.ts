import { randomUUID } from 'node:crypto';
import type { BucketNotification } from '../services.ts';
import { NULL_VERSION } from './bucket-store.ts';
import type { ObjectVersion } from './stored-object.ts';

export type EventName = 'ObjectCreated:Put' | 'ObjectCreated:Copy' | 'ObjectCreated:CompleteMultipartUpload';

/** Whether a notification is meant for an event on a key. */
export function isMeantFor(notification: BucketNotification, eventName: EventName, key: string): boolean {
  const matches = notification.events.some((pattern) => {
    const name = pattern.replace(/^s3:/, '');
    return name.endsWith('*') ? eventName.startsWith(name.slice(0, -1)) : eventName === name;
  });
  return matches && key.startsWith(notification.prefix ?? '') && key.endsWith(notification.suffix ?? '');
}

let lastSequence = 0;

/** The notification that S3 sends. Source: "Event message structure", Amazon S3 user guide. */
export function eventOf(
  eventName: EventName,
  bucket: string,
  key: string,
  version: ObjectVersion,
  region: string,
): unknown {
  lastSequence = Math.max(lastSequence + 1, Date.now() * 1000);
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: version.lastModified,
        eventName,
        userIdentity: { principalId: 'AWS:LOCAL' },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': randomUUID(), 'x-amz-id-2': randomUUID() },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'local',
          bucket: { name: bucket, ownerIdentity: { principalId: 'LOCAL' }, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'),
            size: version.bytes,
            eTag: version.etag.replaceAll('"', ''),
            ...(version.versionId === NULL_VERSION ? {} : { versionId: version.versionId }),
            sequencer: lastSequence.toString(16).toUpperCase().padStart(18, '0'),
          },
        },
      },
    ],
  };
}
