/** `npm run upload -- FILE`: brings a file into the running stack and shows each stage until it ends. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeRun } from './stack/describe-run.ts';
import { projectRoot } from './stack/run-script.ts';
import { readStackFile } from './stack/stack-file.ts';
import { liveHolderOf } from './stack/state-lock.ts';
import { UploadError, uploadFile } from './stack/upload-file.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { state: { type: 'string', default: '.local' }, name: { type: 'string' } },
});
const [file, ...others] = positionals;
if (file === undefined || others.length > 0) fail('Usage: npm run upload -- FILE.csv [--name NAME]');

const stateDirectory = resolve(projectRoot, options.state);
const stack = await readStackFile(stateDirectory);
if (stack === undefined || (await liveHolderOf(stateDirectory)) === undefined) {
  fail('The local stack is not running: start it with npm start.');
}
try {
  const { run, isRepetition } = await uploadFile(stack, file, options.name, (progress) => {
    console.log(`  ${progress.runId}  ${describeRun(progress)}`);
  });
  if (isRepetition)
    console.log(`This very file was brought through before, as run ${run.runId}: ${describeRun(run)}`);
  if (run.state === 'published') console.log(`\nDashboard: ${stack.dashboardUrl}`);
  process.exitCode = run.state === 'failed' ? 1 : 0;
} catch (error) {
  if (!(error instanceof UploadError)) throw error;
  fail(error.message);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
