import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { commandMessage } from './command-errors.ts';
import { RunBucket } from './follow/run-bucket.ts';
import { RunDisplay } from './follow/run-display.ts';
import { describeRun } from './follow/run-status.ts';
import { uploadAndFollow } from './follow/upload-file.ts';
import { projectRoot } from './project.ts';
import { readyStack, type StackDescription } from './stack-description.ts';
import { StartError } from './start-error.ts';

const USAGE = 'usage: npm run upload -- FILE.csv [--state DIR] [--name NAME.csv]';

/** `npm run upload`: brings a file into the running stack and shows each stage until its run ends; gives the exit code. */
export async function uploadCommand(args: readonly string[]): Promise<number> {
  try {
    const { file, name, state } = readOptions(args);
    const stack = await readyStack(resolve(projectRoot, state));
    return await upload(stack, file, name);
  } catch (error) {
    console.error(commandMessage(error, USAGE));
    return 1;
  }
}

async function upload(stack: StackDescription, file: string, name: string): Promise<number> {
  const bucket = new RunBucket(stack);
  const display = new RunDisplay(process.stdout);
  try {
    const { signal } = new AbortController();
    const { run, isRepetition } = await uploadAndFollow(bucket, file, name, {
      signal,
      onChange: display.onChange,
      onProgress: display.onProgress,
    });
    if (isRepetition) {
      console.log(`This very file was processed before, as run ${run.runId}, which is ${describeRun(run)}`);
    }
    if (run.state === 'published') console.log(`\nDashboard: ${stack.dashboardUrl}`);
    return run.state === 'failed' ? 1 : 0;
  } finally {
    bucket.close();
  }
}

function readOptions(args: readonly string[]): { file: string; name: string; state: string } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { state: { type: 'string', default: '.local' }, name: { type: 'string' } },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new StartError(USAGE);
  return { file, name: values.name ?? basename(file), state: values.state };
}
