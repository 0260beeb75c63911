import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { startS3Service } from '../../../localstack/s3/s3-service.ts';
import type { BucketConfiguration, S3Service } from '../../../localstack/services.ts';
import { BUCKET, CREDENTIALS, contextIn, type LogLine, REGION } from './test-context.ts';

export { BUCKET, CREDENTIALS, contextIn, REGION };

/** A folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-s3-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestS3 {
  readonly service: S3Service;
  readonly client: S3Client;
  readonly folder: string;
  readonly logged: LogLine[];
}

/** A service with one bucket, in a fresh folder unless one is given; it is closed when the test ends. */
export async function testS3(bucket: Partial<BucketConfiguration> = {}, given?: string): Promise<TestS3> {
  const folder = given ?? (await temporaryFolder());
  const logged: LogLine[] = [];
  const service = await startS3Service(contextIn(folder, logged), { port: 0 });
  onTestFinished(() => service.close());
  await service.configureBucket({ name: BUCKET, versioning: false, cors: [], notifications: [], ...bucket });
  return { service, client: clientOf(service.endpoint), folder, logged };
}

const nothing = () => undefined;
/** The client warns of failures that the tests bring about. */
const SILENT = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A client with the cloud's keys, which is closed when the test ends. */
export function clientOf(endpoint: string, options: S3ClientConfig = {}): S3Client {
  const client = new S3Client({
    endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    forcePathStyle: true,
    maxAttempts: 1,
    logger: SILENT,
    ...options,
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** The code of the error with which a promise rejects; throws where it does not. */
export async function errorOf(
  promise: Promise<unknown>,
): Promise<{ name: string; status: number | undefined }> {
  try {
    await promise;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode };
  }
  throw new Error('It did not fail.');
}

/** Resolves once the condition holds; the test's own time-out ends the wait. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Bytes that look random and are the same for the same seed. */
export function noise(bytes: number, seed = 1): Buffer {
  const buffer = Buffer.alloc(bytes);
  let state = seed >>> 0 || 1;
  for (let index = 0; index < bytes; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    buffer[index] = state & 255;
  }
  return buffer;
}
