import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { StackDescription } from './stack-file.ts';

const runSchema = z.object({
  runId: z.string(),
  state: z.string(),
  contentSha256: z.string(),
  updatedAt: z.string(),
  failure: z.object({ stage: z.string(), message: z.string(), code: z.string() }).nullable(),
  customers: z.number().nullable(),
  rejectedRows: z.number().nullable(),
  modelVersion: z.string().nullable(),
});

/** `runs/<runId>.json` as far as it is shown to people. */
export type RunProgress = z.infer<typeof runSchema>;

const POLL_MS = 150;
const FINAL_STATES = new Set(['published', 'superseded', 'failed']);

/** A client of the stack's S3 endpoint. */
export function s3ClientOf({ endpoint, region, credentials }: StackDescription): S3Client {
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
}

export function isFinal(run: RunProgress): boolean {
  return FINAL_STATES.has(run.state);
}

/** Whether any run was ever begun. */
export async function hasRuns(stack: StackDescription): Promise<boolean> {
  const command = new ListObjectsV2Command({ Bucket: stack.bucket, Prefix: 'runs/', MaxKeys: 1 });
  return ((await s3ClientOf(stack).send(command)).Contents ?? []).length > 0;
}

/** The newest run of a content, if there is one. */
export async function findRun(
  client: S3Client,
  bucket: string,
  contentSha256: string,
): Promise<RunProgress | undefined> {
  const ending = `-${contentSha256.slice(0, 8)}.json`;
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'runs/', ContinuationToken: token }),
    );
    for (const { Key } of page.Contents ?? []) if (Key?.endsWith(ending)) keys.push(Key);
    token = page.NextContinuationToken;
  } while (token !== undefined);
  for (const key of keys.sort().reverse()) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const run = runSchema.parse(JSON.parse((await Body?.transformToString()) ?? ''));
    if (run.contentSha256 === contentSha256) return run;
  }
  return undefined;
}

/**
 * Follows the run of a content until nothing more will happen to it, telling of every state it comes to. `isNews` says
 * which first sight of the run counts: one that ended before the upload may be about to go on.
 */
export async function followRun(
  stack: StackDescription,
  contentSha256: string,
  options: {
    readonly onState: (run: RunProgress) => void;
    /** A run that had ended already, and for how long to wait for it to go on. */
    readonly ended?: { readonly run: RunProgress; readonly patienceMs: number };
  },
): Promise<RunProgress> {
  const client = s3ClientOf(stack);
  const startedAt = Date.now();
  let seen = '';
  for (;;) {
    const run = await findRun(client, stack.bucket, contentSha256);
    const { ended } = options;
    const isStale = ended !== undefined && run?.updatedAt === ended.run.updatedAt;
    if (run !== undefined && !isStale) {
      if (run.state !== seen) options.onState(run);
      seen = run.state;
      if (isFinal(run)) return run;
    }
    if (ended !== undefined && isStale && Date.now() - startedAt > ended.patienceMs) return ended.run;
    await sleep(POLL_MS);
  }
}
