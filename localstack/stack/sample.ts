import { join } from 'node:path';
import type { RunProgress } from './run-progress.ts';
import { runScript } from './run-script.ts';
import type { StackDescription } from './stack-file.ts';
import { uploadFile } from './upload-file.ts';

/** Makes the sample base and brings it through every stage. */
export async function bringSampleThrough(
  stack: StackDescription,
  stateDirectory: string,
  rows: number,
  onState: (run: RunProgress) => void,
): Promise<RunProgress> {
  const file = join(stateDirectory, 'sample.csv');
  await runScript(['bench/sample.ts', '--rows', String(rows), '--seed', '1', '--out', file]);
  return (await uploadFile(stack, file, 'sample.csv', onState)).run;
}
