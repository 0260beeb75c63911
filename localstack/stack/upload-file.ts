import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { findRun, followRun, isFinal, type RunProgress, s3ClientOf } from './run-progress.ts';
import type { StackDescription } from './stack-file.ts';

/** A file that cannot be uploaded; the message says why in one line. */
export class UploadError extends Error {
  override readonly name = 'UploadError';
}

export interface UploadOutcome {
  readonly run: RunProgress;
  /** The file had been brought through before, and this upload changed nothing. */
  readonly isRepetition: boolean;
}

const REPETITION_PATIENCE_MS = 4000;

/** Uploads a file into raw/ and follows its run to the end. @throws UploadError */
export async function uploadFile(
  stack: StackDescription,
  file: string,
  name: string | undefined,
  onState: (run: RunProgress) => void,
): Promise<UploadOutcome> {
  const key = `raw/${csvNameOf(name ?? basename(file))}`;
  const { sha256, bytes } = await digest(file);
  const client = s3ClientOf(stack);
  const before = await findRun(client, stack.bucket, sha256);
  if (bytes === 0) {
    await client.send(new PutObjectCommand({ Bucket: stack.bucket, Key: key, Body: '' }));
  } else {
    await new Upload({
      client,
      params: { Bucket: stack.bucket, Key: key, Body: createReadStream(file) },
    }).done();
  }
  const hadEnded = before !== undefined && isFinal(before);
  const run = await followRun(stack, sha256, {
    onState,
    ...(hadEnded ? { ended: { run: before, patienceMs: REPETITION_PATIENCE_MS } } : {}),
  });
  return { run, isRepetition: before !== undefined && run.updatedAt === before.updatedAt };
}

/** Only names that end in `.csv` begin a run. */
function csvNameOf(name: string): string {
  return name.endsWith('.csv') ? name : `${name}.csv`;
}

async function digest(file: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const entry = await stat(file).catch(() => undefined);
  if (entry === undefined) throw new UploadError(`There is no file ${file}.`);
  if (!entry.isFile()) throw new UploadError(`${file} is not a file.`);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return { sha256: hash.digest('hex'), bytes: entry.size };
}
