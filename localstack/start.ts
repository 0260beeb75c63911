/** `npm start`: the whole cloud on this machine. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeRun } from './stack/describe-run.ts';
import { hasRuns } from './stack/run-progress.ts';
import { projectRoot } from './stack/run-script.ts';
import { type RunningStack, runStack } from './stack/run-stack.ts';
import { bringSampleThrough } from './stack/sample.ts';
import { writeStackFile } from './stack/stack-file.ts';
import { lockState } from './stack/state-lock.ts';
import { synthesize } from './stack/synthesize.ts';

const { values: options } = parseArgs({
  options: {
    state: { type: 'string', default: '.local' },
    'cdk-out': { type: 'string' },
    rows: { type: 'string', default: '5000' },
    'no-sample': { type: 'boolean', default: false },
  },
});
const sampleRows = Number(options.rows);
if (!Number.isInteger(sampleRows) || sampleRows < 1)
  fail(`--rows wants a number of customers, not ${options.rows}.`);

const stateDirectory = resolve(projectRoot, options.state);
const startedAtMs = performance.now();
const stopping = new AbortController();
let stack: RunningStack | undefined;
let unlock: (() => Promise<void>) | undefined;

/** One Ctrl-C may arrive several times, from the terminal and by way of npm; later ones mean that it takes too long. */
const ONE_SIGNAL_MS = 2000;
let stoppingSinceMs: number | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stoppingSinceMs !== undefined && performance.now() - stoppingSinceMs > ONE_SIGNAL_MS) process.exit(1);
    if (stoppingSinceMs !== undefined) return;
    stoppingSinceMs = performance.now();
    say('stopping');
    stopping.abort();
  });
}

try {
  await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
  unlock = await lockState(stateDirectory);
  await start();
  if (!stopping.signal.aborted) {
    await new Promise((stop) => stopping.signal.addEventListener('abort', stop, { once: true }));
  }
  await stop();
} catch (error) {
  if (!stopping.signal.aborted) console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  await stop().catch((fault: unknown) => console.error(fault));
  process.exit(stopping.signal.aborted ? 0 : 1);
}

async function start(): Promise<void> {
  if (options['cdk-out'] === undefined) say('building the dashboard and the template');
  const cdkOut = options['cdk-out'] ?? (await synthesize(stateDirectory));
  stopping.signal.throwIfAborted();
  say('starting the cloud');
  stack = await runStack({
    cdkOut,
    stateDirectory,
    databaseCache: join(projectRoot, '.cache/mariadb'),
    log: (part, message) => say(`${part}: ${message}`),
  });
  stopping.signal.throwIfAborted();
  await writeStackFile(stateDirectory, stack.description);
  if (!options['no-sample'] && !(await hasRuns(stack.description))) await bringFirstData(stack);
  await writeStackFile(stateDirectory, { ...stack.description, status: 'ready' });
  showAddresses(stack);
}

async function bringFirstData({ description }: RunningStack): Promise<void> {
  say(`first start: making a sample of ${sampleRows.toLocaleString('en-US')} customers`);
  const following = bringSampleThrough(description, stateDirectory, sampleRows, (run) =>
    say(`sample: ${describeRun(run)}`),
  );
  const stopped = new Promise<never>((_, reject) => {
    stopping.signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
  });
  const run = await Promise.race([following, stopped]);
  if (run.state !== 'published') throw new Error(`The sample's run ${run.runId} ${describeRun(run)}`);
}

function showAddresses({ description }: RunningStack): void {
  say('ready');
  console.log(`
  Dashboard  ${description.dashboardUrl}
  API        ${description.apiUrl}
  S3         ${description.endpoint}  (bucket ${description.bucket}, credentials in ${options.state}/stack.json)

  Upload a file:  npm run upload -- FILE.csv
  Stop:           Ctrl-C
`);
}

async function stop(): Promise<void> {
  try {
    await stack?.close();
  } finally {
    if (stack !== undefined)
      await writeStackFile(stateDirectory, { ...stack.description, status: 'stopped' });
    await unlock?.();
  }
}

function say(message: string): void {
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1).padStart(5);
  console.log(`${seconds} s  ${message}`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
