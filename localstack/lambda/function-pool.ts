import { availableParallelism } from 'node:os';
import type { FunctionConfiguration, InvocationResult } from '../services.ts';
import type { FunctionInstance } from './function-instance.ts';
import { LambdaServiceError } from './lambda-error.ts';
import { Semaphore } from './semaphore.ts';

/** At most so many processes a function, however much concurrency its configuration reserves. */
export const MAX_LOCAL_CONCURRENCY = 8;
/**
 * AWS starts a process for each call that finds none free. Here, once there are as many under way as the machine has
 * cores, a call first waits so long for one of those: another process would only take their cores, and start slowly.
 */
const PATIENCE_MS = 500;
/** So many synchronous calls of a function may wait for a free process; AWS refuses the first that would. */
const MAX_WAITING_CALLS = 100;

export interface PoolOptions {
  readonly launch: () => Promise<FunctionInstance>;
  /** How long a process is kept without a call. */
  readonly idleTimeoutMs: number;
}

/**
 * The processes of one function: warm ones are used again, new ones are started up to its concurrency, those beyond the
 * machine's cores only for calls that have waited.
 */
export class FunctionPool {
  readonly configuration: FunctionConfiguration;
  readonly concurrency: number;
  readonly #options: PoolOptions;
  readonly #permits: Semaphore;
  readonly #idle: { readonly instance: FunctionInstance; readonly retire: NodeJS.Timeout }[] = [];
  readonly #living = new Set<FunctionInstance>();
  #closed = false;

  constructor(configuration: FunctionConfiguration, options: PoolOptions) {
    this.configuration = configuration;
    this.concurrency = Math.min(
      configuration.reservedConcurrency ?? MAX_LOCAL_CONCURRENCY,
      MAX_LOCAL_CONCURRENCY,
    );
    this.#options = options;
    this.#permits = new Semaphore({
      ready: availableParallelism(),
      most: this.concurrency,
      patienceMs: PATIENCE_MS,
    });
  }

  /**
   * Runs one call, after those that came before where all processes are busy.
   * @throws LambdaServiceError `TooManyRequestsException` where the function has no concurrency or too many wait,
   * `InvalidRuntimeException`, `InvalidCodeException`, `ServiceException` once closed
   */
  async invoke(requestId: string, payload: string): Promise<InvocationResult> {
    this.#refuse();
    await this.#permits.acquire();
    try {
      for (;;) {
        if (this.#closed) throw closedError();
        const instance = this.#takeWarm() ?? (await this.#launch());
        const result = await instance.invoke(requestId, payload);
        if (instance.usable) this.#keepWarm(instance);
        if (result !== undefined) return result;
      }
    } finally {
      this.#permits.release();
    }
  }

  /** Ends all processes; calls under way get the result of a process that ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#living].map((instance) => instance.end()));
  }

  #refuse(): void {
    const { name, runtime } = this.configuration;
    if (!runtime.startsWith('nodejs')) {
      const message = `${name} has the runtime ${runtime}; only nodejs functions run on this machine.`;
      throw new LambdaServiceError('InvalidRuntimeException', 502, message);
    }
    if (this.concurrency > 0 && (this.#permits.available || this.#permits.waiting < MAX_WAITING_CALLS))
      return;
    throw new LambdaServiceError(
      'TooManyRequestsException',
      429,
      `Rate exceeded: ${name} is at its concurrency.`,
    );
  }

  async #launch(): Promise<FunctionInstance> {
    const instance = await this.#options.launch();
    this.#living.add(instance);
    void instance.ended.then(() => {
      this.#living.delete(instance);
      this.#forget(instance);
    });
    if (this.#closed) {
      await instance.end();
      throw closedError();
    }
    return instance;
  }

  /** The process that was busy last. */
  #takeWarm(): FunctionInstance | undefined {
    const warm = this.#idle.pop();
    clearTimeout(warm?.retire);
    return warm?.instance;
  }

  #keepWarm(instance: FunctionInstance): void {
    const retire = setTimeout(() => {
      this.#forget(instance);
      void instance.end();
    }, this.#options.idleTimeoutMs);
    retire.unref();
    this.#idle.push({ instance, retire });
  }

  #forget(instance: FunctionInstance): void {
    const index = this.#idle.findIndex((warm) => warm.instance === instance);
    if (index >= 0) clearTimeout(this.#idle.splice(index, 1)[0]?.retire);
  }
}

function closedError(): LambdaServiceError {
  return new LambdaServiceError('ServiceException', 500, 'The Lambda service has been closed.');
}
