import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Upload } from '@aws-sdk/lib-storage';
import { StartError } from '../start-error.ts';
import { type FollowedRun, type FollowOptions, followContent } from './follow-run.ts';
import type { RunBucket } from './run-bucket.ts';

/**
 * Uploads a file to `raw/<name>`, in one pass however large it is, and follows its run to the end.
 * @throws StartError where the file cannot be read or its name begins no run
 */
export async function uploadAndFollow(
  bucket: RunBucket,
  file: string,
  name: string,
  options: Omit<FollowOptions, 'contentSha256' | 'before'>,
): Promise<FollowedRun> {
  await checkFile(file);
  if (!name.endsWith('.csv')) {
    throw new StartError(`Only names that end in .csv begin a run; give one with --name, not ${name}.`);
  }
  const before = await bucket.runTags();
  const contentSha256 = await upload(bucket, file, `raw/${name}`, options.signal);
  return followContent(bucket, { ...options, contentSha256, before });
}

async function checkFile(file: string): Promise<void> {
  const entry = await stat(file).catch(() => undefined);
  if (entry === undefined) throw new StartError(`There is no file ${file}.`);
  if (!entry.isFile()) throw new StartError(`${file} is not a file.`);
}

/** Returns the SHA-256 of what was sent, in hex. */
async function upload(bucket: RunBucket, file: string, key: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const body = new PassThrough();
  const reading = pipeline(
    createReadStream(file),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    body,
    { signal },
  );
  const sending = new Upload({
    client: bucket.client,
    params: { Bucket: bucket.name, Key: key, Body: body, ContentType: 'text/csv' },
  });
  const abort = () => void sending.abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.all([reading, sending.done()]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
  return hash.digest('hex');
}
