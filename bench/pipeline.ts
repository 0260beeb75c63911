import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenForStop } from '../localstack/runner/stop-signals.ts';
import { sampleFile } from './data/sample-file.ts';
import { thisMachine } from './machine.ts';
import { measureBatch } from './pipeline/batch/measure-batch.ts';
import { measureStack } from './pipeline/measure-stack.ts';
import { type PipelineArguments, pipelineArguments } from './pipeline/pipeline-arguments.ts';
import type { PipelineReport } from './pipeline/pipeline-report.ts';
import { PRICE_REGION, PRICES, PRICES_AS_OF } from './pipeline/prices.ts';
import { readablePipelineReport } from './pipeline/readable-report.ts';

const STOPPED_EXIT_CODE = 130;

/**
 * Measures the whole pipeline on the local cloud, and cleaning and building features beside pandas. Whatever ends it,
 * nothing it started goes on and its folder is removed, unless that is to be kept.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = pipelineArguments(args);
  const stop = listenForStop();
  const folder = await mkdtemp(join(tmpdir(), 'churn-bench-'));
  const removeAtExit = () => rmSync(folder, { recursive: true, force: true });
  if (!options.keep) process.once('exit', removeAtExit);
  const say = teller(options.json);
  try {
    const report = await measure(options, folder, stop.signal, say);
    console.log(options.json ? JSON.stringify(report) : readablePipelineReport(report));
  } catch (error) {
    // With listeners for faults in place an error that leaves here would not fail the process by itself.
    process.exitCode = stop.signal.aborted && !stop.crashed() ? STOPPED_EXIT_CODE : 1;
    if (!stop.signal.aborted) throw error;
    console.error('The bench was stopped.');
  } finally {
    if (options.keep) console.error(`All files are kept in ${folder}.`);
    else await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    process.removeListener('exit', removeAtExit);
  }
}

async function measure(
  { rows, seed, runs, withPeers, withTraining }: PipelineArguments,
  folder: string,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<PipelineReport> {
  const machine = thisMachine();
  const file = await sampleFile({ rows, seed });
  const stack = await measureStack({ file, seed, withTraining, runs, folder, signal, say });
  say('cleaning and building features in one process');
  const batch = await measureBatch({ file, folder, runs, withPeers, signal });
  const prices = { region: PRICE_REGION, asOf: PRICES_AS_OF, table: PRICES };
  const { loadBefore: loadAfter } = thisMachine();
  return { bench: 'pipeline', machine, loadAfter, rows, seed, ...stack, batch, prices };
}

/** Tells on stderr how far the bench is, unless its output is for a program. */
function teller(isQuiet: boolean): (line: string) => void {
  const startedAtMs = performance.now();
  return (line) => {
    if (isQuiet) return;
    console.error(`${((performance.now() - startedAtMs) / 1000).toFixed(1).padStart(7)} s  ${line}`);
  };
}
