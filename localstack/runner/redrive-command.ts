import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { commandMessage } from './command-errors.ts';
import { redriveRun } from './follow/redrive-run.ts';
import { RunBucket } from './follow/run-bucket.ts';
import { RunDisplay } from './follow/run-display.ts';
import { projectRoot } from './project.ts';
import { readyStack } from './stack-description.ts';
import { StartError } from './start-error.ts';

const USAGE = 'usage: npm run redrive -- RUN [--state DIR]';

/** `npm run redrive`: goes on with a failed run from the stage that failed, and shows it until it ends; gives the exit code. */
export async function redriveCommand(args: readonly string[]): Promise<number> {
  try {
    const { runId, state } = readOptions(args);
    const stack = await readyStack(resolve(projectRoot, state));
    const bucket = new RunBucket(stack);
    const display = new RunDisplay(process.stdout);
    try {
      const run = await redriveRun(bucket, runId, {
        signal: new AbortController().signal,
        onChange: display.onChange,
        onProgress: display.onProgress,
        say: (line) => display.say(line),
      });
      if (run.state === 'published') display.say(`\nDashboard: ${stack.dashboardUrl}`);
      return run.state === 'failed' ? 1 : 0;
    } finally {
      bucket.close();
    }
  } catch (error) {
    console.error(commandMessage(error, USAGE));
    return 1;
  }
}

function readOptions(args: readonly string[]): { runId: string; state: string } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { state: { type: 'string', default: '.local' } },
  });
  const [runId, ...others] = positionals;
  if (runId === undefined || others.length > 0) throw new StartError(USAGE);
  return { runId, state: values.state };
}
