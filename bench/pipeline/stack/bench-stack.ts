import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChurnError } from '#core/errors.ts';
import { startWatchdog } from '../../../localstack/rds/watchdog.ts';
import { projectRoot } from '../../../localstack/runner/project.ts';
import { readyStack, type StackDescription } from '../../../localstack/runner/stack-description.ts';
import { StartError } from '../../../localstack/runner/start-error.ts';

const POLL_MS = 100;
const KEPT_OUTPUT_CHARACTERS = 20_000;
/** The runner itself gives up on its parts after 10 s. */
const STOP_LIMIT_MS = 20_000;

/** The local cloud, as `npm start` runs it, in a process of its own with a state folder of its own. */
export class BenchStack {
  readonly stateDirectory: string;
  readonly #child: ChildProcess;
  readonly #watchdog: { readonly dismiss: () => void } | undefined;
  #output = '';

  /**
   * Begins to start it without a sample, on free ports; all that it writes lies in the folder, which must be there. It
   * ends with this process, however that ends.
   * @param cdkOut A synthesized app to run. @default this project's, synthesized anew
   */
  constructor(folder: string, cdkOut?: string) {
    this.stateDirectory = join(folder, 'state');
    const app = cdkOut === undefined ? [] : ['--cdk-out', cdkOut];
    const options = ['--state', this.stateDirectory, '--no-sample', '--port-base', '0', ...app];
    const args = ['localstack/start.ts', ...options];
    const NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'node-compile-cache');
    // A group of its own: Ctrl-C reaches the bench alone, which stops the stack in good order.
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      // A build that is cut off leaves its temporary files behind.
      env: { ...process.env, TMPDIR: folder, NODE_COMPILE_CACHE },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-KEPT_OUTPUT_CHARACTERS);
      });
    }
    this.#child = child;
    this.#watchdog = child.pid === undefined ? undefined : startWatchdog(child.pid);
  }

  /** Waits until it is ready. @throws ChurnError `STACK_FAILED` with what it said, where it ends before */
  async ready(signal: AbortSignal): Promise<StackDescription> {
    for (;;) {
      if (this.#hasEnded) throw new ChurnError('STACK_FAILED', `The local cloud has ended:\n${this.#output}`);
      try {
        return await readyStack(this.stateDirectory);
      } catch (error) {
        if (!(error instanceof StartError)) throw error;
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  }

  /** Stops it and waits until it is gone. */
  async stop(): Promise<void> {
    if (!this.#hasEnded && this.#child.pid !== undefined) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      const kill = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
      await ended;
      clearTimeout(kill);
    }
    this.#watchdog?.dismiss();
  }

  get #hasEnded(): boolean {
    return this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
