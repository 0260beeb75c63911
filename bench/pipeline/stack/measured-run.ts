import { setTimeout as sleep } from 'node:timers/promises';
import { ChurnError } from '#core/errors.ts';
import { STAGES } from '#core/lake/run-status.ts';
import type { DataApiClient } from '#platform/insights-store/data-api-client.ts';
import type { RunBucket } from '../../../localstack/runner/follow/run-bucket.ts';
import { describeRun, type RunStatus } from '../../../localstack/runner/follow/run-status.ts';
import { uploadAndFollow } from '../../../localstack/runner/follow/upload-file.ts';
import { redoBytes, storedRun } from './database-use.ts';
import type { DeployedApp } from './deployed-app.ts';
import { type FunctionUse, functionUses } from './function-reports.ts';
import { type LakeUse, lakeUse } from './lake-use.ts';
import { runMoments, versionsUnder } from './lake-versions.ts';
import { logBytes } from './log-bytes.ts';
import { type RunTimes, rowsPerSecond, stageTimes } from './stage-times.ts';

/** The running stack, as far as runs are measured on it. */
export interface MeasuredStack {
  readonly stateDirectory: string;
  readonly app: DeployedApp;
  readonly bucket: RunBucket;
  readonly database: DataApiClient;
}

/** One file's way through the whole pipeline. */
export interface MeasuredRun extends RunTimes {
  readonly runId: string;
  readonly customers: number;
  readonly rejectedRows: number;
  readonly modelVersion: string;
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
  readonly logBytes: number;
  /** Of the rows of predictions as they went through the Data API. */
  readonly dataApiBytes: number;
  readonly redoBytes: number;
  readonly tableBytes: number;
}

const REPORT_PATIENCE_MS = 10_000;
const POLL_MS = 100;

/**
 * Uploads a file and follows its run until it is published.
 * @throws ChurnError `RUN_NOT_PUBLISHED`; StartError where no run begins
 */
export async function measureRun(
  stack: MeasuredStack,
  file: string,
  name: string,
  { signal, say }: { readonly signal: AbortSignal; readonly say: (line: string) => void },
): Promise<MeasuredRun> {
  const { bucket, database } = stack;
  const before = await countersOf(stack);
  const startedAtMs = Date.now();
  const onChange = (status: RunStatus) => say(`${name}: ${describeRun(status)}`);
  const { run } = await uploadAndFollow(bucket, file, name, { signal, onChange });
  const { runId, customers, modelVersion } = run;
  if (run.state !== 'published' || customers === null || modelVersion === null) {
    throw new ChurnError('RUN_NOT_PUBLISHED', `The run of ${name} ${describeRun(run)}.`);
  }
  const functions = await allFunctionUses(stack, startedAtMs, signal);
  const after = await countersOf(stack);
  const moments = await runMoments(bucket, runId);
  const times = stageTimes(moments, startedAtMs);
  const stored = await storedRun(database, runId);
  if (stored.rows !== customers) {
    throw new ChurnError('RUN_NOT_PUBLISHED', `${stored.rows} of ${customers} customers are in MySQL.`);
  }
  const scoringSeconds = times.stages.find(({ stage }) => stage === 'scoring')?.seconds ?? Number.NaN;
  return {
    ...{ runId, customers, rejectedRows: run.rejectedRows ?? 0, modelVersion, ...times, functions },
    scoring: {
      wholeStage: customers / scoringSeconds,
      whileWriting: rowsPerSecond(moments, 'scoring'),
    },
    use: {
      lake: lakeUse(before.versions, after.versions),
      logBytes: after.logs - before.logs,
      dataApiBytes: stored.rowRequestBytes * customers,
      redoBytes: after.redo - before.redo,
      tableBytes: stored.tableBytes,
    },
  };
}

async function countersOf({ bucket, database, stateDirectory }: MeasuredStack) {
  return {
    versions: await versionsUnder(bucket),
    redo: await redoBytes(database),
    logs: await logBytes(stateDirectory),
  };
}

/** A function reports a moment after its work can be seen. @throws ChurnError `STACK_FAILED` where one never does */
async function allFunctionUses(
  { stateDirectory, app }: MeasuredStack,
  sinceMs: number,
  signal: AbortSignal,
): Promise<FunctionUse[]> {
  const deadlineMs = Date.now() + REPORT_PATIENCE_MS;
  for (;;) {
    const uses = await functionUses(stateDirectory, app, sinceMs);
    if (uses.length === STAGES.length) return uses;
    if (Date.now() > deadlineMs) {
      throw new ChurnError('STACK_FAILED', `Of the stages only ${uses.length} reported in their logs.`);
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}
