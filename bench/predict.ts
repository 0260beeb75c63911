import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenForStop } from '../localstack/runner/stop-signals.ts';
import { measurePredict } from './predict/measure-predict.ts';
import { predictArguments } from './predict/predict-arguments.ts';
import { readablePredictReport } from './predict/readable-report.ts';

const STOPPED_EXIT_CODE = 130;

/**
 * Measures /predict: under load through the whole local way, inside its handler, and from a cold start. Whatever ends
 * it, nothing it started goes on and its folder is removed. The exit code is 1 where an answer under load was wrong.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = predictArguments(args);
  const stop = listenForStop();
  const folder = await mkdtemp(join(tmpdir(), 'churn-bench-'));
  const removeAtExit = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeAtExit);
  try {
    const say = (line: string) => void (options.json || console.error(line));
    const report = await measurePredict({ ...options, folder, signal: stop.signal, say });
    console.log(options.json ? JSON.stringify(report) : readablePredictReport(report));
    const errors = report.load.atFullSpeed.errors + report.load.atFixedRate.errors;
    // With listeners for faults in place an error that leaves here would not fail the process by itself.
    process.exitCode = stop.crashed() || errors > 0 ? 1 : 0;
  } catch (error) {
    process.exitCode = stop.signal.aborted && !stop.crashed() ? STOPPED_EXIT_CODE : 1;
    if (!stop.signal.aborted) throw error;
    console.error('The bench was stopped.');
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    process.removeListener('exit', removeAtExit);
  }
}
