import { setTimeout as sleep } from 'node:timers/promises';
import { ChurnError } from '#core/errors.ts';
import type { DataApiClient } from '#platform/insights-store/data-api-client.ts';
import type { RunBucket } from '../../../localstack/runner/follow/run-bucket.ts';
import { describeRun, type RunStatus } from '../../../localstack/runner/follow/run-status.ts';
import { uploadAndFollow } from '../../../localstack/runner/follow/upload-file.ts';
import { redoBytes, storedRun } from './database-use.ts';
import type { DeployedApp } from './deployed-app.ts';
import { type FunctionUse, functionUses, RUN_FUNCTIONS } from './function-reports.ts';
import { type LakeUse, lakeUse } from './lake-use.ts';
import { runMoments, versionsUnder } from './lake-versions.ts';
import { logBytes } from './log-bytes.ts';
import { type RunTimes, rowsPerSecond, stageTimes } from './stage-times.ts';
import { taskSeconds } from './task-uses.ts';

/** The running stack, as far as runs are measured on it. */
export interface MeasuredStack {
  readonly stateDirectory: string;
  readonly app: DeployedApp;
  readonly bucket: RunBucket;
  readonly database: DataApiClient;
}

/** What came of a file. */
interface PublishedRun {
  readonly runId: string;
  readonly customers: number;
  readonly rejectedRows: number;
  readonly modelVersion: string;
}

/** One file's way through the whole pipeline. */
export interface MeasuredRun extends PublishedRun, RunTimes {
  readonly functions: readonly FunctionUse[];
  readonly scoring: ScoringRate;
  readonly use: CloudUse;
}

/** Customers a second that scoring brings into MySQL. */
export interface ScoringRate {
  /** Over the whole stage, its start and the moment of publishing included. */
  readonly wholeStage: number;
  /** Between the first and the last word on its progress; null where it was done too soon for two. */
  readonly whileWriting: number | null;
}

/** What the run used of the cloud beside the functions. */
export interface CloudUse {
  readonly lake: LakeUse;
  /** Of training in tasks, as they are billed. */
  readonly taskSeconds: number;
  readonly logBytes: number;
  /** Of the rows of predictions in requests to the Data API, as they go where it does not load them from files. */
  readonly dataApiBytes: number;
  readonly redoBytes: number;
  readonly tableBytes: number;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  /** Told each change in the run's state. */
  readonly say: (line: string) => void;
}

const REPORT_PATIENCE_MS = 10_000;
const POLL_MS = 100;

/**
 * Uploads a file and follows its run until it is published.
 * @throws ChurnError `RUN_NOT_PUBLISHED`, `STACK_FAILED`; StartError where no run begins
 */
export async function measureRun(
  stack: MeasuredStack,
  file: string,
  name: string,
  options: RunOptions,
): Promise<MeasuredRun> {
  const before = await countersOf(stack);
  const startedAtMs = Date.now();
  const run = await publishedRun(stack.bucket, file, name, options);
  const functions = await allFunctionUses(stack, startedAtMs, options.signal);
  const after = await countersOf(stack);
  const moments = await runMoments(stack.bucket, run.runId);
  const times = stageTimes(moments, startedAtMs);
  const scoringSeconds = times.stages.find(({ stage }) => stage === 'scoring')?.seconds ?? Number.NaN;
  const scoring: ScoringRate = {
    wholeStage: run.customers / scoringSeconds,
    whileWriting: rowsPerSecond(moments, 'scoring'),
  };
  const use = {
    ...(await cloudUse(stack.database, run, before, after)),
    taskSeconds: await taskSeconds(stack.stateDirectory, startedAtMs),
  };
  return { ...run, ...times, functions, scoring, use };
}

async function publishedRun(
  bucket: RunBucket,
  file: string,
  name: string,
  { signal, say }: RunOptions,
): Promise<PublishedRun> {
  const onChange = (status: RunStatus) => say(`${name}: ${describeRun(status)}`);
  const { run } = await uploadAndFollow(bucket, file, name, { signal, onChange });
  const { runId, state, customers, rejectedRows, modelVersion } = run;
  if (state === 'published' && customers !== null && rejectedRows !== null && modelVersion !== null) {
    return { runId, customers, rejectedRows, modelVersion };
  }
  throw new ChurnError('RUN_NOT_PUBLISHED', `The run of ${name} ${describeRun(run)}.`);
}

/** What only grows while the stack is up. */
type Counters = Awaited<ReturnType<typeof countersOf>>;

async function countersOf({ bucket, database, stateDirectory }: MeasuredStack) {
  return {
    versions: await versionsUnder(bucket),
    redoBytes: await redoBytes(database),
    logBytes: await logBytes(stateDirectory),
  };
}

async function cloudUse(
  database: DataApiClient,
  { runId, customers }: PublishedRun,
  before: Counters,
  after: Counters,
): Promise<Omit<CloudUse, 'taskSeconds'>> {
  const stored = await storedRun(database, runId);
  if (stored.rows !== customers) {
    throw new ChurnError('RUN_NOT_PUBLISHED', `${stored.rows} of ${customers} customers are in MySQL.`);
  }
  return {
    lake: lakeUse(before.versions, after.versions),
    logBytes: after.logBytes - before.logBytes,
    dataApiBytes: stored.rowRequestBytes * customers,
    redoBytes: after.redoBytes - before.redoBytes,
    tableBytes: stored.tableBytes,
  };
}

/** A function reports a moment after its work can be seen. @throws ChurnError `STACK_FAILED` where one never does */
async function allFunctionUses(
  { stateDirectory, app }: MeasuredStack,
  sinceMs: number,
  signal: AbortSignal,
): Promise<FunctionUse[]> {
  const deadlineMs = performance.now() + REPORT_PATIENCE_MS;
  for (;;) {
    const uses = await functionUses(stateDirectory, app, sinceMs);
    if (uses.length === RUN_FUNCTIONS.length) return uses;
    if (performance.now() > deadlineMs) {
      const reported = uses.map(({ stage }) => stage).join(', ');
      throw new ChurnError(
        'STACK_FAILED',
        `Of the ${RUN_FUNCTIONS.length} functions only ${reported} reported.`,
      );
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}
