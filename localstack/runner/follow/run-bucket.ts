import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { StackDescription } from '../stack-description.ts';
import { type RunStatus, runStatusSchema } from './run-status.ts';

const RUNS_PREFIX = 'runs/';
const championSchema = z.object({ runId: z.string() });

/** The data bucket of a running stack, seen for its runs. */
export class RunBucket {
  readonly name: string;
  readonly client: S3Client;

  constructor({ endpoint, region, credentials, bucket }: StackDescription) {
    this.name = bucket;
    this.client = new S3Client({ endpoint, region, credentials: { ...credentials }, forcePathStyle: true });
  }

  /** The entity tag of each run's object, by its key, oldest first; every change of a run changes its tag. */
  async runTags(): Promise<ReadonlyMap<string, string>> {
    const tags = new Map<string, string>();
    let token: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({ Bucket: this.name, Prefix: RUNS_PREFIX, ContinuationToken: token }),
      );
      for (const { Key = '', ETag = '' } of page.Contents ?? []) tags.set(Key, ETag);
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return tags;
  }

  /** One run. @throws an error of S3, or ZodError where the object is not a run's */
  async read(key: string): Promise<RunStatus> {
    const object = await this.client.send(new GetObjectCommand({ Bucket: this.name, Key: key }));
    return runStatusSchema.parse(JSON.parse((await object.Body?.transformToString()) ?? ''));
  }

  /** The run that the standing champion was named on, undefined where there is none. */
  async championRunId(): Promise<string | undefined> {
    try {
      const object = await this.client.send(
        new GetObjectCommand({ Bucket: this.name, Key: 'models/champion.json' }),
      );
      return championSchema.parse(JSON.parse((await object.Body?.transformToString()) ?? '')).runId;
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  close(): void {
    this.client.destroy();
  }
}
