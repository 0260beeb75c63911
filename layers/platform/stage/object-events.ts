import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import type { ObjectVersion } from '../store/object-store.ts';

const s3EventSchema = z.object({
  Records: z.array(
    z.object({
      eventTime: z.iso.datetime(),
      s3: z.object({ object: z.object({ key: z.string(), versionId: z.string().optional() }) }),
    }),
  ),
});

/** S3 sends this once when a notification is set up. */
const testEventSchema = z.object({ Event: z.literal('s3:TestEvent') });

/** One object that arrived. */
export interface ObjectArrival {
  readonly key: string;
  readonly arrivedAt: Date;
  /** Which version arrived, in a bucket that keeps them. */
  readonly version: ObjectVersion;
}

/** The objects that an S3 notification speaks of, their keys decoded. @throws ChurnError `EVENT_INVALID` */
export function parseObjectEvent(event: unknown): readonly ObjectArrival[] {
  if (testEventSchema.safeParse(event).success) return [];
  const parsed = s3EventSchema.safeParse(event);
  if (!parsed.success) {
    throw new ChurnError('EVENT_INVALID', `Not an S3 notification: ${parsed.error.message}`);
  }
  return parsed.data.Records.map((record) => ({
    key: decodeURIComponent(record.s3.object.key.replaceAll('+', ' ')),
    arrivedAt: new Date(record.eventTime),
    version: record.s3.object.versionId === undefined ? {} : { versionId: record.s3.object.versionId },
  }));
}
