import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type { FunctionLog } from '../lambda/function-log.ts';
import { signalGroup } from '../lambda/function-process.ts';
import { onMemoryOver } from '../lambda/process-memory.ts';
import type { CloudContext } from '../services.ts';
import type { ContainerImage } from './container-image.ts';
import type { TaskEnd } from './task-record.ts';

const LIFELINE_DESCRIPTOR = 3;
/** A process is over its limit here, since a small share of it is ours. */
const MEMORY_TOLERANCE = 1.2;
/** As a shell tells of a process that a signal ended: 128 and the signal's number. */
const EXIT_CODE_OF_KILLED = 137;
const SIGNAL_NUMBERS: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
  SIGINT: 2,
  SIGKILL: 9,
  SIGTERM: 15,
};

/** What a task's process is started with. */
export interface TaskProcessSettings {
  readonly context: CloudContext;
  readonly taskId: string;
  readonly image: ContainerImage;
  readonly memoryMb: number;
  /** The definition's, and over it the call's. */
  readonly environment: Readonly<Record<string, string>>;
  /** Endpoints of the local services. */
  readonly clientEnvironment: Readonly<Record<string, string>>;
  /** The compiled preload.ts. */
  readonly preload: string;
  readonly temporaryDirectory: string;
  readonly log: FunctionLog;
}

/** A task at work: the image's command as a process. */
export interface TaskProcess {
  /** Resolves once the process is gone and its output is in the log. */
  readonly ended: Promise<TaskEnd>;
  kill(): void;
}

/**
 * Starts the image's command in a process group of its own, in the image's folder. It dies with this process, and where
 * it holds more memory than the task has.
 */
export function startTaskProcess(settings: TaskProcessSettings): TaskProcess {
  const { image, preload, memoryMb, taskId, log } = settings;
  const child = spawn(
    process.execPath,
    ['--import', pathToFileURL(preload).href, ...image.command.slice(1)],
    {
      cwd: image.directory,
      env: environmentOf(settings),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    },
  );
  child.stdio[LIFELINE_DESCRIPTOR]?.on('error', () => undefined);
  const output = Promise.all(
    [child.stdout, child.stderr].map((stream) => stream && log.copy(taskId, stream)),
  );
  const kill = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  let isOverMemory = false;
  const stopWatching = onMemoryOver(child.pid ?? 0, memoryMb * 2 ** 20 * MEMORY_TOLERANCE, () => {
    isOverMemory = true;
    kill();
  });
  const ended = exitOf(child).then(async (end) => {
    stopWatching();
    kill();
    await output;
    return isOverMemory
      ? { ...end, containerReason: 'OutOfMemoryError: Container killed due to memory usage' }
      : end;
  });
  return { ended, kill };
}

/** Of ours, the search path alone. */
function environmentOf(settings: TaskProcessSettings): Record<string, string> {
  const { context, image, environment, clientEnvironment } = settings;
  return {
    ...image.environment,
    ...environment,
    ...clientEnvironment,
    AWS_ACCESS_KEY_ID: context.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: context.credentials.secretAccessKey,
    AWS_REGION: context.region,
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    TMPDIR: settings.temporaryDirectory,
    LOCAL_CODE_ROOT: image.directory,
    LOCAL_LAMBDA_LIFELINE_FD: String(LIFELINE_DESCRIPTOR),
  };
}

function exitOf(child: ChildProcess): Promise<TaskEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ stopCode: 'TaskFailedToStart', reason: `CannotStartContainerError: ${error.message}` });
    });
    child.once('exit', (exitCode, signal) => {
      const killed = signal === null ? EXIT_CODE_OF_KILLED : 128 + (SIGNAL_NUMBERS[signal] ?? 0);
      const reason = 'Essential container in task exited';
      resolve({ stopCode: 'EssentialContainerExited', reason, exitCode: exitCode ?? killed });
    });
  });
}
