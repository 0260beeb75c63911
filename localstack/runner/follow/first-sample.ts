import { join } from 'node:path';
import { runScript } from '../run-script.ts';
import { StartError } from '../start-error.ts';
import { followRun } from './follow-run.ts';
import type { RunBucket } from './run-bucket.ts';
import { describeRun, isFinal, type RunStatus } from './run-status.ts';
import { uploadAndFollow } from './upload-file.ts';

const SAMPLE_NAME = 'sample.csv';
const SEED = '1';

export interface SampleOptions {
  readonly stateDirectory: string;
  readonly rows: number;
  readonly signal: AbortSignal;
  readonly say: (message: string) => void;
}

/**
 * Where there is no run yet, makes the sample and takes it through every stage; where an earlier start was cut off
 * while the sample was on its way, waits for it. @throws StartError where its run fails
 */
export async function bringSampleThrough(bucket: RunBucket, options: SampleOptions): Promise<void> {
  const { say, signal } = options;
  const onChange = (run: RunStatus) => say(`sample: ${describeRun(run)}`);
  const [first] = (await bucket.runTags()).keys();
  if (first === undefined) {
    const file = join(options.stateDirectory, SAMPLE_NAME);
    say(`making a sample of ${options.rows.toLocaleString('en-US')} customers`);
    await runScript(['bench/sample.ts', '--rows', String(options.rows), '--seed', SEED, '--out', file], {
      signal,
    });
    requirePublished((await uploadAndFollow(bucket, file, SAMPLE_NAME, { signal, onChange })).run);
    return;
  }
  const run = await bucket.read(first);
  if (run.sourceKey !== `raw/${SAMPLE_NAME}` || isFinal(run)) return;
  requirePublished(await followRun(bucket, first, { signal, onChange }));
}

function requirePublished(run: RunStatus): void {
  if (run.state === 'failed') throw new StartError(`The sample's run ${run.runId} ${describeRun(run)}`);
}
