import { join } from 'node:path';
import type { CloudContext, S3Service } from '../services.ts';
import { type S3Server, startS3Server } from './http/s3-server.ts';
import { deleteLocally, getLocally, listLocally, putLocally } from './local-access.ts';
import { EventDelivery } from './notifications/event-delivery.ts';
import { setBucket } from './storage/buckets.ts';
import { openStorage, type Storage } from './storage/storage.ts';

export interface S3Options {
  /** 0 for any free one. */
  readonly port: number;
}

/**
 * Starts the S3 endpoint over the files in `<stateDirectory>/s3`. Rejects where the port is taken or another process
 * has the files.
 */
export async function startS3Service(context: CloudContext, options: S3Options): Promise<S3Service> {
  const log = (message: string) => context.log('s3', message);
  // The storage tells of events from its first commit on, which is after both are there.
  let delivery: EventDelivery | undefined;
  const { storage, leftovers } = await openStorage(join(context.stateDirectory, 's3'), {
    region: context.region,
    accountId: context.accountId,
    eventsJournalled: () => delivery?.pump(),
  });
  if (leftovers > 0) log(`Removed ${leftovers} files of unfinished writes.`);
  delivery = new EventDelivery(storage.database, log);
  try {
    const server = await startS3Server(context, storage, options.port);
    return serviceOf(context, storage, server, delivery);
  } catch (error) {
    storage.database.close();
    throw error;
  }
}

function serviceOf(
  context: CloudContext,
  storage: Storage,
  server: S3Server,
  delivery: EventDelivery,
): S3Service {
  let closed: Promise<void> | undefined;
  const close = async () => {
    await server.close();
    await delivery.close();
    storage.database.close();
  };
  return {
    endpoint: `http://${context.host}:${server.port}`,
    port: server.port,
    configureBucket: async (bucket) => setBucket(storage.database, bucket),
    startDelivery: async (deliver) => delivery.start(deliver),
    putObject: (bucket, key, body, contentType) => putLocally(storage, bucket, key, body, contentType),
    getObject: (bucket, key) => getLocally(storage, bucket, key),
    deleteObject: (bucket, key) => deleteLocally(storage, bucket, key),
    listKeys: async (bucket) => listLocally(storage, bucket),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
