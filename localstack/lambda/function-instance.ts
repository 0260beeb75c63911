import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CloudContext, FunctionConfiguration, InvocationResult } from '../services.ts';
import { exited, timedOut } from './error-results.ts';
import type { FunctionLog } from './function-log.ts';
import { type FunctionProcess, signalGroup, startFunctionProcess } from './function-process.ts';
import { onMemoryOver, processMemory } from './process-memory.ts';
import { RuntimeApi } from './runtime-api.ts';

/** Loading the handler may take this long on top of the function's own timeout. */
const INIT_LIMIT_MS = 10_000;
/** A process is over its limit here, since a small share of it is ours. */
const MEMORY_TOLERANCE = 1.2;
const TERMINATION_GRACE_MS = 2_000;
/** What a process has started in another group may keep its output open after its end. */
const OUTPUT_GRACE_MS = 500;

export interface InstanceSettings {
  readonly context: CloudContext;
  readonly configuration: FunctionConfiguration;
  readonly taskRoot: string;
  readonly preload: string;
  readonly clientEnvironment: Readonly<Record<string, string>>;
  readonly temporaryRoot: string;
  readonly log: FunctionLog;
}

interface CurrentCall {
  readonly requestId: string;
  readonly finish: (result: InvocationResult | undefined) => void;
  timer: NodeJS.Timeout;
  takenAtMs: number | undefined;
}

/** One process of a function, and the calls it answers one after the other. */
export class FunctionInstance {
  readonly #id = randomBytes(4).toString('hex');
  readonly #settings: InstanceSettings;
  readonly #runtimeApi: RuntimeApi;
  readonly #process: FunctionProcess;
  readonly #startedAtMs = performance.now();
  readonly #output: Promise<unknown>;
  readonly #ended: Promise<void>;
  #report: Promise<void> = Promise.resolve();
  #current: CurrentCall | undefined;
  #calls = 0;
  #usable = true;

  private constructor(settings: InstanceSettings, runtimeApi: RuntimeApi, temporaryDirectory: string) {
    this.#settings = settings;
    this.#runtimeApi = runtimeApi;
    this.#process = startFunctionProcess({
      ...settings,
      instanceId: this.#id,
      temporaryDirectory,
      runtimeApi: runtimeApi.address,
    });
    const { stdout, stderr } = this.#process;
    this.#output = Promise.all([stdout, stderr].map((stream) => settings.log.copy(this.#id, stream)));
    this.#ended = this.#watchProcess(temporaryDirectory);
    this.#watchMemory();
  }

  /** Starts the process; the handler loads while this resolves. */
  static async start(settings: InstanceSettings): Promise<FunctionInstance> {
    const temporaryDirectory = join(settings.temporaryRoot, randomBytes(6).toString('hex'));
    await mkdir(temporaryDirectory, { recursive: true });
    return new FunctionInstance(settings, await RuntimeApi.start(), temporaryDirectory);
  }

  /** Whether it can take another call. */
  get usable(): boolean {
    return this.#usable;
  }

  /** Resolves once the process is gone. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** The call's result; undefined where a warm process ended before it took the call, which another one then may. */
  invoke(requestId: string, payload: string): Promise<InvocationResult | undefined> {
    const { timeoutSeconds, arn } = this.#settings.configuration;
    const { promise, resolve } = Promise.withResolvers<InvocationResult | undefined>();
    this.#calls++;
    if (!this.#usable) return Promise.resolve(this.#calls === 1 ? exited(requestId, 127, null) : undefined);
    const call: CurrentCall = {
      requestId,
      takenAtMs: undefined,
      timer: setTimeout(() => this.#timeOut(call), INIT_LIMIT_MS + timeoutSeconds * 1000),
      finish: (result) => {
        if (this.#current !== call) return;
        this.#current = undefined;
        clearTimeout(call.timer);
        this.#report = this.#writeReport(call);
        resolve(result);
      },
    };
    this.#current = call;
    this.#runtimeApi.handOver({
      requestId,
      functionArn: arn,
      payload,
      taken: () => {
        call.takenAtMs = performance.now();
        clearTimeout(call.timer);
        call.timer = setTimeout(() => this.#timeOut(call), timeoutSeconds * 1000);
        return Date.now() + timeoutSeconds * 1000;
      },
      answered: (result) => call.finish(result),
    });
    return promise;
  }

  /** Ends the process with SIGTERM, and after two seconds with SIGKILL. */
  async end(): Promise<void> {
    this.#usable = false;
    this.#signal('SIGTERM');
    const kill = setTimeout(() => this.#signal('SIGKILL'), TERMINATION_GRACE_MS);
    await this.#ended;
    clearTimeout(kill);
  }

  #timeOut(call: CurrentCall): void {
    this.#usable = false;
    this.#signal('SIGKILL');
    call.finish(timedOut(call.requestId, this.#settings.configuration.timeoutSeconds, new Date()));
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#process.pid !== undefined) signalGroup(this.#process.pid, signal);
  }

  async #watchProcess(temporaryDirectory: string): Promise<void> {
    const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      this.#process.once('exit', (...how) => resolve(how));
      this.#process.once('error', (error) => {
        void this.#settings.log.write(this.#id, [`The process could not be started: ${error.message}`]);
        resolve([127, null]);
      });
    });
    this.#usable = false;
    this.#signal('SIGKILL');
    this.#runtimeApi.close();
    const call = this.#current;
    const isUntouched = call?.takenAtMs === undefined && this.#calls > 1;
    call?.finish(isUntouched ? undefined : exited(call.requestId, exitCode, signal));
    const outputLeftOpen = delay(OUTPUT_GRACE_MS, undefined, { ref: false });
    await Promise.race([Promise.all([this.#output, this.#report]), outputLeftOpen]);
    await rm(temporaryDirectory, { recursive: true, force: true }).catch(() => undefined);
  }

  #watchMemory(): void {
    const { pid } = this.#process;
    if (pid === undefined) return;
    const limitBytes = this.#settings.configuration.memoryMb * 1024 * 1024 * MEMORY_TOLERANCE;
    const stop = onMemoryOver(pid, limitBytes, (residentBytes) => {
      this.#usable = false;
      const usedMb = Math.ceil(residentBytes / 1024 / 1024);
      void this.#settings.log.write(this.#id, [`Killed at ${usedMb} MB of memory.`]);
      this.#signal('SIGKILL');
    });
    void this.#ended.then(stop);
  }

  #writeReport(call: CurrentCall): Promise<void> {
    const nowMs = performance.now();
    const takenAtMs = call.takenAtMs ?? nowMs;
    const memory = this.#process.pid === undefined ? undefined : processMemory(this.#process.pid);
    const parts = [
      `REPORT RequestId: ${call.requestId}`,
      `Duration: ${(nowMs - takenAtMs).toFixed(2)} ms`,
      `Memory Size: ${this.#settings.configuration.memoryMb} MB`,
    ];
    if (memory !== undefined) parts.push(`Max Memory Used: ${Math.ceil(memory.peakBytes / 1024 / 1024)} MB`);
    if (this.#calls === 1) parts.push(`Init Duration: ${(takenAtMs - this.#startedAtMs).toFixed(2)} ms`);
    return this.#settings.log.write(this.#id, [parts.join('\t')]);
  }
}
