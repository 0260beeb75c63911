import { join, resolve } from 'node:path';
import type { CloudContext } from '../services.ts';
import { readCloudAssembly } from '../template/cloud-assembly.ts';
import type { StackPlace } from '../template/template-scope.ts';
import { ClosingStack } from './closing-stack.ts';
import { describeStack } from './describe-stack.ts';
import { isExpected } from './expected-errors.ts';
import { bringSampleThrough } from './follow/first-sample.ts';
import { RunBucket } from './follow/run-bucket.ts';
import { localIdentity } from './local-identity.ts';
import { planCloud } from './plan/plan-cloud.ts';
import { projectRoot } from './project.ts';
import { reservePorts } from './reserved-ports.ts';
import {
  localCredentials,
  removeStackDescription,
  type StackDescription,
  writeStackDescription,
} from './stack-description.ts';
import { startCloud } from './start-cloud.ts';
import { lockState } from './state-lock.ts';
import { listenForStop, type StopSignals } from './stop-signals.ts';
import { buildDashboard, synthesize } from './synthesize.ts';
import { welcome } from './welcome.ts';

const HOST = '127.0.0.1';
const DEFAULT_REGION = 'us-east-1';
const DEFAULT_ACCOUNT = '000000000000';
const STOP_LIMIT_MS = 10_000;
/** What holds the process so long after everything was closed is cut off. */
const LINGER_MS = 1_000;

export interface LocalCloudOptions {
  /** The state folder, from the project's root. */
  readonly state: string;
  /** Customers of the first start's sample; 0 for none. */
  readonly sampleRows: number;
  readonly portBase: number;
  /** A synthesized app, from the project's root. @default this project's, synthesized anew */
  readonly cdkOut?: string;
}

/** Runs the local cloud until a signal or a fault ends it, and stops all of it again; returns the exit code. */
export async function runLocalCloud(options: LocalCloudOptions): Promise<number> {
  const stop = listenForStop();
  const closing = new ClosingStack();
  const say = teller();
  let exitCode = 0;
  try {
    await start(options, { stop, closing, say });
    await new Promise<void>((resolve) => {
      if (stop.signal.aborted) resolve();
      else stop.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } catch (error) {
    if (!stop.signal.aborted) {
      console.error(isExpected(error) ? `\n${error.message}` : error);
      exitCode = 1;
    }
  }
  if (stop.crashed()) exitCode = 1;
  say('stopping');
  const limit = setTimeout(() => {
    console.error(`Not everything stopped within ${STOP_LIMIT_MS / 1000} s.`);
    process.exit(1);
  }, STOP_LIMIT_MS);
  await closing.close(say);
  clearTimeout(limit);
  say('stopped');
  setTimeout(() => process.exit(exitCode), LINGER_MS).unref();
  return exitCode;
}

interface Run {
  readonly stop: StopSignals;
  readonly closing: ClosingStack;
  readonly say: (message: string) => void;
}

async function start(options: LocalCloudOptions, { stop, closing, say }: Run): Promise<void> {
  const { signal } = stop;
  const stateDirectory = resolve(projectRoot, options.state);
  closing.add('the lock', await lockState(stateDirectory));
  await removeStackDescription(stateDirectory);
  const credentials = await localCredentials(stateDirectory);
  const assembly = await readCloudAssembly(await cloudAssembly(options, stateDirectory, signal, say));
  const place: StackPlace = {
    stackName: assembly.stackName,
    region: assembly.region ?? DEFAULT_REGION,
    accountId: assembly.accountId ?? DEFAULT_ACCOUNT,
  };
  const ports = await reservePorts(HOST, options.portBase);
  for (const reserved of Object.values(ports)) closing.add('a port', () => reserved.release());
  const addressOf = (part: keyof typeof ports) => `http://${HOST}:${ports[part].port}`;
  const plan = planCloud(assembly, place, {
    ...{ api: addressOf('api'), distribution: addressOf('dashboard'), userPool: addressOf('userPool') },
  });
  const log: CloudContext['log'] = (part, message) => say(`${part}: ${message}`);
  const context: CloudContext = { host: HOST, ...place, credentials, stateDirectory, log };
  const identity = await localIdentity(plan, stateDirectory, addressOf('userPool'));
  const stack = describeStack(plan, context, addressOf, identity?.token ?? '');
  await writeStackDescription(stateDirectory, stack);
  closing.add('stack.json', () => writeStackDescription(stateDirectory, { ...stack, status: 'stopped' }));

  say(`starting ${plan.resources} resources`);
  const databaseCache = join(projectRoot, '.cache/mariadb');
  await startCloud({ context, plan, identity, ports, closing, databaseCache, signal });
  signal.throwIfAborted();
  if (options.sampleRows > 0) await bringFirstData(stack, stateDirectory, options.sampleRows, signal, say);
  await writeStackDescription(stateDirectory, { ...stack, status: 'ready' });
  say('ready');
  console.log(welcome(stack, options.state, identity?.secrets.person));
}

/** The folder of the app to run; builds and synthesizes it unless one is given. */
async function cloudAssembly(
  { cdkOut }: LocalCloudOptions,
  stateDirectory: string,
  signal: AbortSignal,
  say: Run['say'],
): Promise<string> {
  if (cdkOut !== undefined) return resolve(projectRoot, cdkOut);
  const dashboard = join(stateDirectory, 'dashboard');
  say('building the dashboard');
  await buildDashboard(dashboard, signal);
  say('synthesizing the template');
  const synthesized = join(stateDirectory, 'cdk.out');
  await synthesize(synthesized, dashboard, signal);
  return synthesized;
}

async function bringFirstData(
  stack: StackDescription,
  stateDirectory: string,
  rows: number,
  signal: AbortSignal,
  say: Run['say'],
): Promise<void> {
  const bucket = new RunBucket(stack);
  try {
    await bringSampleThrough(bucket, { stateDirectory, rows, signal, say });
  } finally {
    bucket.close();
  }
}

/** Prints lines with the seconds since the start. */
function teller(): (message: string) => void {
  const startedAtMs = performance.now();
  return (message) => {
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1).padStart(6);
    console.log(`${seconds} s  ${message}`);
  };
}
