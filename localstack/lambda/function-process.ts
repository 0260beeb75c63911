import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { CloudContext, FunctionConfiguration } from '../services.ts';

const runtimeClient = createRequire(import.meta.url).resolve('aws-lambda-ric');
const LIFELINE_DESCRIPTOR = 3;

/** What a function's process is started with. */
export interface ProcessSettings {
  readonly context: CloudContext;
  readonly configuration: FunctionConfiguration;
  readonly instanceId: string;
  /** The copy of the function's code that it runs. */
  readonly taskRoot: string;
  /** The compiled preload.ts. */
  readonly preload: string;
  readonly clientEnvironment: Readonly<Record<string, string>>;
  readonly temporaryDirectory: string;
  /** `host:port` of its Runtime API. */
  readonly runtimeApi: string;
}

export type FunctionProcess = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Starts Node with AWS's runtime client in a process group of its own. The process dies with this one: it holds the
 * other end of a pipe that closes when this one ends, however that comes about.
 */
export function startFunctionProcess(settings: ProcessSettings): FunctionProcess {
  const { memoryMb, environment } = settings.configuration;
  const child = spawn(
    process.execPath,
    [
      ...memoryFlags(memoryMb, environment.NODE_OPTIONS),
      '--import',
      pathToFileURL(settings.preload).href,
      runtimeClient,
    ],
    {
      cwd: settings.taskRoot,
      env: functionEnvironment(settings),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    },
  ) as unknown as FunctionProcess;
  child.stdio[LIFELINE_DESCRIPTOR]?.on('error', () => undefined);
  return child;
}

/** What makes Node keep to a function's memory, as Lambda's runtime tells it where the function says nothing of it. */
export function memoryFlags(memoryMb: number, nodeOptions = ''): readonly string[] {
  if (/--max[-_](semi|old)[-_]space[-_]size/.test(nodeOptions)) return [];
  return [
    `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
    `--max-semi-space-size=${Math.max(1, Math.floor(memoryMb * 0.05))}`,
  ];
}

/** Sends a signal to the process and everything it has started; one that has ended is left alone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The environment of Lambda's machines and the function's own; of ours, the search path alone. */
export function functionEnvironment(settings: ProcessSettings): Record<string, string> {
  const { context, configuration, instanceId } = settings;
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    ...configuration.environment,
    AWS_ACCESS_KEY_ID: context.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: context.credentials.secretAccessKey,
    ...settings.clientEnvironment,
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    TMPDIR: settings.temporaryDirectory,
    NODE_PATH: layerModules(configuration.layerDirectories).join(delimiter),
    LAMBDA_TASK_ROOT: settings.taskRoot,
    LAMBDA_RUNTIME_DIR: dirname(runtimeClient),
    _HANDLER: configuration.handler,
    AWS_REGION: context.region,
    AWS_DEFAULT_REGION: context.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${configuration.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${today}/[$LATEST]${instanceId}`,
    AWS_LAMBDA_RUNTIME_API: settings.runtimeApi,
    LOCAL_LAMBDA_LIFELINE_FD: String(LIFELINE_DESCRIPTOR),
  };
}

/** A later layer lies over the ones before it. */
function layerModules(layerDirectories: readonly string[]): string[] {
  return layerDirectories
    .map((directory) => join(directory, 'nodejs', 'node_modules'))
    .filter((directory) => existsSync(directory))
    .toReversed();
}
