import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import type { RunBucket } from './run-bucket.ts';
import { describeRun, isFinal, type RunStatus } from './run-status.ts';

const POLL_MS = 100;
const REPETITION_PATIENCE_MS = 5_000;
const FIRST_SIGN_PATIENCE_MS = 120_000;

export interface FollowOptions {
  readonly contentSha256: string;
  /** The runs' tags from before the upload. */
  readonly before: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  /** Called with the first sight of the run and with every change in what there is to say of it. */
  readonly onChange: (run: RunStatus) => void;
  /** Called when the stage under way has said how much it has done. */
  readonly onProgress?: (run: RunStatus) => void;
  /** So long the upload of a known content has to set its ended run going again. @default 5 seconds */
  readonly repetitionPatienceMs?: number;
}

export interface FollowedRun {
  readonly run: RunStatus;
  /** The content had its run before, and this upload changed nothing of it. */
  readonly isRepetition: boolean;
}

/** Follows the run of an uploaded content to its end. @throws StartError where no run ever begins */
export async function followContent(bucket: RunBucket, options: FollowOptions): Promise<FollowedRun> {
  const { repetitionPatienceMs = REPETITION_PATIENCE_MS } = options;
  const startedAtMs = performance.now();
  for (;;) {
    const found = await findRun(bucket, options);
    if (found !== undefined && (found.hasMoved || !isFinal(found.run))) {
      return { run: await followRun(bucket, found.key, options), isRepetition: false };
    }
    const waitedMs = performance.now() - startedAtMs;
    if (found !== undefined && waitedMs > repetitionPatienceMs) return { run: found.run, isRepetition: true };
    if (waitedMs > FIRST_SIGN_PATIENCE_MS) {
      throw new StartError(
        'The file was uploaded, but no run began; the functions’ logs are in the state folder.',
      );
    }
    await sleep(POLL_MS, undefined, { signal: options.signal });
  }
}

/** Follows a run to its end. */
export async function followRun(
  bucket: RunBucket,
  key: string,
  { signal, onChange, onProgress = () => {} }: Pick<FollowOptions, 'signal' | 'onChange' | 'onProgress'>,
): Promise<RunStatus> {
  let told = '';
  let toldProgress: number | undefined;
  for (;;) {
    const run = await bucket.read(key);
    const sentence = describeRun(run);
    if (sentence !== told) onChange(run);
    told = sentence;
    const { progress } = run;
    if (progress !== undefined && progress.rowsDone !== toldProgress) onProgress(run);
    toldProgress = progress?.rowsDone;
    if (isFinal(run)) return run;
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** The content's run: the newest that changed since the upload, else the newest of all. */
async function findRun(bucket: RunBucket, { contentSha256, before }: FollowOptions) {
  const ending = `-${contentSha256.slice(0, 8)}.json`;
  const tags = [...(await bucket.runTags())].filter(([key]) => key.endsWith(ending));
  const candidates = tags.map(([key, tag]) => ({ key, hasMoved: before.get(key) !== tag })).reverse();
  const newestFirst = candidates.toSorted((a, b) => Number(b.hasMoved) - Number(a.hasMoved));
  for (const candidate of newestFirst) {
    const run = await bucket.read(candidate.key);
    if (run.contentSha256 === contentSha256) return { ...candidate, run };
  }
  return undefined;
}
