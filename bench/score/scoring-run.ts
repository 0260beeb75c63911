import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

/** One way from a raw file to probabilities. */
export const scoringRunSchema = z.object({
  /** From before the file is opened to when all probabilities are in one place, the start of the threads included. */
  wallMs: z.number(),
  /** What all threads computed in that time: on a busy machine the better measure. */
  cpuMs: z.number(),
  /** Of the process, over its whole life until then. */
  peakRssMb: z.number(),
  scoredRows: z.number(),
  rejectedRows: z.number(),
  /** Over the rows whose label is known. */
  rocAuc: z.number(),
});
export type ScoringRun = z.infer<typeof scoringRunSchema>;

/** Scores a file in a process of its own, so that its peak of memory holds nothing else. */
export async function measureScoring(file: string, onnx: string, threads: number): Promise<ScoringRun> {
  const command = join(import.meta.dirname, 'scoring-process.ts');
  const running = promisify(execFile)(process.execPath, [command, file, onnx, String(threads)]);
  const kill = () => running.child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const { stdout } = await running;
    return scoringRunSchema.parse(JSON.parse(stdout));
  } finally {
    process.removeListener('exit', kill);
  }
}
