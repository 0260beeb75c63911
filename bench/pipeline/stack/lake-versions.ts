import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import type { RunBucket } from '../../../localstack/runner/follow/run-bucket.ts';
import { runStatusSchema } from '../../../localstack/runner/follow/run-status.ts';
import type { RunMoment } from './stage-times.ts';

/** One version of an object in the bucket. */
export interface StoredVersion {
  readonly key: string;
  readonly versionId: string;
  readonly bytes: number;
}

/** Every version under a prefix; of one key the oldest first. */
export async function versionsUnder(bucket: RunBucket, prefix = ''): Promise<StoredVersion[]> {
  const versions: StoredVersion[] = [];
  let after: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> = {};
  let isWhole = false;
  while (!isWhole) {
    const command = new ListObjectVersionsCommand({ Bucket: bucket.name, Prefix: prefix, ...after });
    const page: ListObjectVersionsCommandOutput = await bucket.client.send(command);
    for (const { Key = '', VersionId = '', Size = 0 } of page.Versions ?? []) {
      versions.push({ key: Key, versionId: VersionId, bytes: Size });
    }
    after = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    isWhole = page.IsTruncated !== true;
  }
  return versions.reverse();
}

/** All that a run's status ever said: the bucket keeps each version of it. Oldest first. */
export async function runMoments(bucket: RunBucket, runId: string): Promise<RunMoment[]> {
  const moments: RunMoment[] = [];
  for (const { key, versionId } of await versionsUnder(bucket, `runs/${runId}.json`)) {
    const object = await bucket.client.send(
      new GetObjectCommand({ Bucket: bucket.name, Key: key, VersionId: versionId }),
    );
    const text = (await object.Body?.transformToString()) ?? '';
    const { state, updatedAt, progress } = runStatusSchema.parse(JSON.parse(text));
    moments.push({ state, atMs: Date.parse(updatedAt), rowsDone: progress?.rowsDone });
  }
  return moments;
}
