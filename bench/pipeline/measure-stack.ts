import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { RunBucket } from '../../localstack/runner/follow/run-bucket.ts';
import { sampleFile } from '../data/sample-file.ts';
import { blankLabels } from './blank-labels.ts';
import { costOf } from './cost.ts';
import type { PricedRun } from './pipeline-report.ts';
import { BenchStack } from './stack/bench-stack.ts';
import { databaseOf } from './stack/database-use.ts';
import { readDeployedApp } from './stack/deployed-app.ts';
import { type MeasuredStack, measureRun } from './stack/measured-run.ts';
import { measureWriting, type WritingReport } from './writing/measure-writing.ts';

export interface StackOptions {
  readonly file: string;
  readonly seed: number;
  readonly withTraining: boolean;
  /** Of writing rows, in both ways by turns. */
  readonly runs: number;
  /** For the stack's state and the file without labels. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export interface StackReport {
  readonly rawBytes: number;
  readonly startSeconds: number;
  readonly withTraining: PricedRun | null;
  readonly withoutTraining: PricedRun;
  readonly writing: WritingReport;
}

/** So many other customers make a champion where the file itself is not to be trained on. */
const CHAMPION_ROWS = 5000;

/** Starts the local cloud, takes the file through it with and without its labels, and stops it again. */
export async function measureStack(options: StackOptions): Promise<StackReport> {
  const { folder, signal, say } = options;
  signal.throwIfAborted();
  say('starting the local cloud');
  const startedAtMs = performance.now();
  const stack = new BenchStack(folder);
  try {
    const description = await stack.ready(signal);
    const startSeconds = (performance.now() - startedAtMs) / 1000;
    const bucket = new RunBucket(description);
    try {
      const { stateDirectory } = stack;
      const app = await readDeployedApp(join(stateDirectory, 'cdk.out'));
      const database = databaseOf(description);
      return { startSeconds, ...(await measureRuns({ stateDirectory, app, bucket, database }, options)) };
    } finally {
      bucket.close();
    }
  } finally {
    say('stopping the local cloud');
    await stack.stop();
  }
}

async function measureRuns(
  stack: MeasuredStack,
  options: StackOptions,
): Promise<Omit<StackReport, 'startSeconds'>> {
  const { file, seed, folder, withTraining, runs, signal, say } = options;
  const priced = async (path: string, name: string): Promise<PricedRun> => {
    const run = await measureRun(stack, path, name, options);
    return { ...run, cost: costOf(run, stack.app) };
  };
  const trainedOn = withTraining ? file : await sampleFile({ rows: CHAMPION_ROWS, seed: seed + 1 });
  const trained = await priced(trainedOn, withTraining ? 'labelled.csv' : 'champion.csv');
  const unlabelled = join(folder, 'unlabelled.csv');
  await blankLabels(file, unlabelled, telcoSchema);
  const withoutTraining = await priced(unlabelled, 'unlabelled.csv');
  say('writing rows that are scored already');
  return {
    rawBytes: (await stat(file)).size,
    withTraining: withTraining ? trained : null,
    withoutTraining,
    writing: await measureWriting({ ...stack, run: withoutTraining, runs, signal }),
  };
}
