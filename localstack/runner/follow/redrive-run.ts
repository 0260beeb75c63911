import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { StartError } from '../start-error.ts';
import { type FollowedRun, type FollowOptions, followContent } from './follow-run.ts';
import type { RunBucket } from './run-bucket.ts';
import { describeRun, type RunStatus } from './run-status.ts';

/** The stage may have to start first, and an older run's training ends without a word. */
const FIRST_SIGN_PATIENCE_MS = 60_000;
/** A stage ends within 15 minutes and is tried twice; a run that says nothing for longer died without a word. */
const SILENCE_MS = 35 * 60_000;
const CHAMPION_KEY = 'models/champion.json';

/** What wakes a stage of a run: the last object that the stage before it wrote. */
const TRIGGERS: Readonly<Record<string, (run: RunStatus) => string>> = {
  ingest: ({ sourceKey }) => sourceKey,
  clean: ({ runId }) => `snapshots/${runId}.json`,
  features: ({ runId }) => `clean/${runId}/quality.json`,
  train: ({ runId }) => `features/${runId}/profile.json`,
  score: () => CHAMPION_KEY,
};
const STAGE_AT_WORK: Readonly<Record<string, string>> = {
  received: 'clean',
  cleaning: 'clean',
  'building-features': 'features',
  training: 'train',
  scoring: 'score',
};

export interface RedriveOptions extends Omit<FollowOptions, 'contentSha256' | 'before'> {
  /** Called with what is about to be done. */
  readonly say: (line: string) => void;
  /** @default Date.now */
  readonly nowMs?: () => number;
}

/**
 * Wakes the failed stage of a run again by writing the object anew whose arrival starts it, and follows the run to its
 * end. @throws StartError where there is no such run, it has not failed, or nothing came of it
 */
export async function redriveRun(
  bucket: RunBucket,
  runId: string,
  options: RedriveOptions,
): Promise<RunStatus> {
  const before = await bucket.runTags();
  const key = `runs/${runId}.json`;
  if (!before.has(key)) throw new StartError(`There is no run ${runId}.`);
  const run = await bucket.read(key);
  const stage = stageToWake(run, options.nowMs ?? Date.now);
  const trigger = await triggerOf(bucket, run, stage);
  options.say(`Run ${runId}: ${describeRun(run)}`);
  options.say(`Waking ${stageWokenBy(trigger, stage)} again by writing ${trigger} anew.`);
  await writeAnew(bucket, trigger);
  const followed = await followContent(bucket, {
    repetitionPatienceMs: FIRST_SIGN_PATIENCE_MS,
    ...options,
    contentSha256: run.contentSha256,
    before,
  });
  return requireMoved(followed, stage);
}

/** @throws StartError where nothing failed */
function stageToWake(run: RunStatus, nowMs: () => number): string {
  if (run.state === 'failed' && run.failure !== null) return run.failure.stage;
  const stage = STAGE_AT_WORK[run.state];
  const isSilent = nowMs() - Date.parse(run.updatedAt) > SILENCE_MS;
  if (stage !== undefined && isSilent) return stage;
  const what = stage === undefined ? 'there is nothing to redrive' : 'it is under way';
  throw new StartError(`Run ${run.runId} has not failed (${describeRun(run)}): ${what}.`);
}

/** Scoring takes the champion's run alone: for another run, training is asked once more, which knows what to do. */
async function triggerOf(bucket: RunBucket, run: RunStatus, stage: string): Promise<string> {
  const isPassed = stage === 'score' && (await bucket.championRunId()) !== run.runId;
  const trigger = TRIGGERS[isPassed ? 'train' : stage];
  if (trigger === undefined) throw new StartError(`Run ${run.runId} failed in ${stage}, which is no stage.`);
  return trigger(run);
}

function stageWokenBy(trigger: string, stage: string): string {
  return trigger.endsWith('/profile.json') ? 'train' : stage;
}

/** As `aws s3 cp` of an object onto itself would: its arrival is an event, its bytes stay the same. */
async function writeAnew(bucket: RunBucket, key: string): Promise<void> {
  const source = `${bucket.name}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const command = new CopyObjectCommand({
    ...{ Bucket: bucket.name, Key: key, CopySource: source, MetadataDirective: 'REPLACE' as const },
    ContentType: key.endsWith('.json') ? 'application/json' : 'text/csv',
  });
  try {
    await bucket.client.send(command);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NoSuchKey') throw error;
    throw new StartError(`${key} is not there any more: upload the file again.`, { cause: error });
  }
}

function requireMoved({ run, isRepetition }: FollowedRun, stage: string): RunStatus {
  if (!isRepetition) return run;
  throw new StartError(
    `Nothing came of it: ${stage} did not begin. The functions’ logs are in the state folder.`,
  );
}
