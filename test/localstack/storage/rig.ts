import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { BucketConfiguration, CloudContext, S3Service } from '../../../localstack/services.ts';
import { startS3Service } from '../../../localstack/storage/s3-service.ts';

export const BUCKET = 'lake';
export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:stage';

/** An S3 endpoint over a folder of its own, which may be stopped and started again. */
export interface Rig {
  service: S3Service;
  readonly context: CloudContext;
  readonly client: () => S3Client;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startRig(configuration: Partial<BucketConfiguration> = {}): Promise<Rig> {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'churn-s3-'));
  const context: CloudContext = {
    host: '127.0.0.1',
    region: 'us-east-1',
    accountId: '000000000000',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    stateDirectory,
    log: () => {},
  };
  const start = async () => {
    const service = await startS3Service(context, { port: 0 });
    await service.configureBucket({
      name: BUCKET,
      versioning: false,
      cors: [],
      notifications: [],
      ...configuration,
    });
    return service;
  };
  const rig: Rig = {
    service: await start(),
    context,
    client: () =>
      new S3Client({
        endpoint: rig.service.endpoint,
        region: context.region,
        credentials: context.credentials,
        forcePathStyle: true,
        maxAttempts: 1,
      }),
    async restart() {
      await rig.service.close();
      rig.service = await start();
    },
    async close() {
      await rig.service.close();
      rmSync(stateDirectory, { recursive: true, force: true });
    },
  };
  return rig;
}

/** Repeatable bytes that do not compress. */
export function noise(bytes: number, seed = 1): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  let state = seed;
  for (let index = 0; index < bytes; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    buffer[index] = state >>> 24;
  }
  return buffer;
}
