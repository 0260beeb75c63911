import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

const interval = z.object({ mean: z.number(), lower: z.number(), upper: z.number() });

/** The whole train stage on one customer_features.csv, in a process of its own. */
export const stageReportSchema = z.object({
  threads: z.number(),
  rows: z.number(),
  /** Of the machine that is trained as on. */
  memoryMib: z.number(),
  /** Trained on, and whether they are but a sample of all. */
  labelled: z.number(),
  isSampled: z.boolean(),
  /** customer_features.csv to table. */
  readMs: z.number(),
  trainMs: z.number(),
  /** Peak of the process's resident memory, in MiB: before training, with the table read, and after. */
  rssBeforeMb: z.number(),
  peakRssMb: z.number(),
  /** What trainingMemoryMib plans with. */
  plannedMib: z.number(),
  /** Cross-validated ROC-AUC with its 95 % interval over the folds, by candidate. */
  rocAuc: z.record(z.string(), interval),
  chosen: z.string(),
  /** Of the chosen candidate, out of fold. */
  expectedCalibrationError: z.number(),
  /** Σ predicted probability ÷ Σ label, out of fold. */
  predictedOverObserved: z.number(),
  onnxBytes: z.number(),
});
export type StageReport = z.infer<typeof stageReportSchema>;

/** Trains in a process of its own, so that its peak of memory holds nothing else. */
export async function measureStage(
  featuresFile: string,
  options: { readonly threads: number; readonly seed: number; readonly memoryMib: number },
): Promise<StageReport> {
  const command = join(import.meta.dirname, 'stage-process.ts');
  const numbers = [options.threads, options.seed, options.memoryMib].map(String);
  const running = promisify(execFile)(process.execPath, [command, featuresFile, ...numbers]);
  const kill = () => running.child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const { stdout } = await running;
    return stageReportSchema.parse(JSON.parse(stdout));
  } finally {
    process.removeListener('exit', kill);
  }
}
