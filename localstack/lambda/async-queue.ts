import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { InvocationResult, QueueService } from '../services.ts';
import type { OrderedFiles } from '../sqs/ordered-files.ts';
import { type CallFailure, deadLetterAttributes, failureOf, failureRecord } from './dead-letter.ts';
import { LambdaServiceError } from './lambda-error.ts';
import { Semaphore } from './semaphore.ts';

const MAX_THROTTLE_DELAY_MS = 60_000;

const callSchema = z.object({
  requestId: z.string(),
  functionArn: z.string(),
  /** The event as JSON text. */
  payload: z.string(),
  failures: z.number().int().min(0),
});
type Call = z.infer<typeof callSchema>;

/** How a function's asynchronous calls are made. */
export interface AsyncTarget {
  readonly asyncRetries: number;
  readonly deadLetterQueueArn?: string;
  readonly onFailureFunctionArn?: string;
  readonly concurrency: number;
  invoke(requestId: string, payload: string): Promise<InvocationResult>;
}

export interface AsyncQueueOptions {
  readonly files: OrderedFiles;
  readonly queue: QueueService;
  readonly targetOf: (functionArn: string) => AsyncTarget | undefined;
  /** The wait before the first retry; each further one is twice as long. */
  readonly retryDelayMs: number;
  readonly log: (message: string) => void;
}

/**
 * Asynchronous calls, each a file until it has succeeded or lies in the dead-letter queue. Calls of a function start
 * in order, as many at once as it may run; functions do not wait for each other.
 */
export class AsyncQueue {
  readonly #options: AsyncQueueOptions;
  /** The calls taken on before and while the start reads the folder: one that is added meanwhile is seen twice. */
  #known: Set<string> | undefined = new Set();
  readonly #lanes = new Map<string, Semaphore>();
  readonly #delays = new Set<NodeJS.Timeout>();
  readonly #working = new Set<Promise<void>>();
  #state: 'waiting' | 'started' | 'closed' = 'waiting';

  constructor(options: AsyncQueueOptions) {
    this.#options = options;
  }

  /** Resolves once the call is on disk. */
  async add(functionArn: string, payload: string): Promise<void> {
    const call: Call = { requestId: randomUUID(), functionArn, payload, failures: 0 };
    const name = await this.#options.files.append(call);
    if (this.#state === 'started') this.#takeOn(name, call);
  }

  /** Starts with the calls left over from before, oldest first. */
  async start(): Promise<void> {
    this.#state = 'started';
    for (const name of await this.#options.files.names()) {
      const call = await this.#read(name);
      if (call !== undefined) this.#takeOn(name, call);
    }
    this.#known = undefined;
  }

  /** Starts nothing more; resolves once no call is under way. What has not succeeded stays for the next start. */
  async close(): Promise<void> {
    this.#state = 'closed';
    for (const delay of this.#delays) clearTimeout(delay);
    await Promise.all(this.#working);
  }

  async #read(name: string): Promise<Call | undefined> {
    try {
      return callSchema.parse(await this.#options.files.read(name));
    } catch (error) {
      if (this.#known?.has(name)) return undefined;
      this.#options.log(`${name} is not a call and stays where it is: ${(error as Error).message}`);
      return undefined;
    }
  }

  #takeOn(name: string, call: Call): void {
    if (this.#known?.has(name)) return;
    this.#known?.add(name);
    this.#schedule(name, call);
  }

  #schedule(name: string, call: Call, delayMs = 0, throttleDelayMs = this.#options.retryDelayMs): void {
    if (this.#state === 'closed') return;
    if (delayMs === 0) {
      const work = this.#inLane(name, call, throttleDelayMs)
        .catch((error: Error) => this.#options.log(`${name} waits for the next start: ${error.message}`))
        .finally(() => this.#working.delete(work));
      this.#working.add(work);
      return;
    }
    const delay = setTimeout(() => {
      this.#delays.delete(delay);
      this.#schedule(name, call, 0, throttleDelayMs);
    }, delayMs);
    delay.unref();
    this.#delays.add(delay);
  }

  async #inLane(name: string, call: Call, throttleDelayMs: number): Promise<void> {
    const target = this.#options.targetOf(call.functionArn);
    if (target === undefined) {
      this.#options.log(`${name} waits: there is no function ${call.functionArn}.`);
      return;
    }
    const lane = this.#laneOf(call.functionArn, target.concurrency);
    await lane.acquire();
    try {
      if (this.#state === 'started') await this.#attempt(name, call, target, throttleDelayMs);
    } finally {
      lane.release();
    }
  }

  #laneOf(functionArn: string, concurrency: number): Semaphore {
    const lane = this.#lanes.get(functionArn) ?? new Semaphore({ ready: Math.max(1, concurrency) });
    this.#lanes.set(functionArn, lane);
    return lane;
  }

  async #attempt(name: string, call: Call, target: AsyncTarget, throttleDelayMs: number): Promise<void> {
    const failure = await failureOfAttempt(target, call);
    if (this.#state === 'closed' && failure !== undefined) return;
    if (failure === undefined) {
      await this.#options.files.remove(name);
    } else if (failure.statusCode === 429) {
      this.#schedule(name, call, throttleDelayMs, Math.min(throttleDelayMs * 2, MAX_THROTTLE_DELAY_MS));
    } else if (call.failures < target.asyncRetries) {
      const again: Call = { ...call, failures: call.failures + 1 };
      await this.#options.files.replace(name, again);
      this.#schedule(name, again, this.#options.retryDelayMs * 2 ** call.failures);
    } else {
      await this.#giveUp(name, call, target, failure);
    }
  }

  async #giveUp(name: string, call: Call, target: AsyncTarget, failure: CallFailure): Promise<void> {
    const { deadLetterQueueArn, onFailureFunctionArn } = target;
    const attempts = `${call.functionArn} failed ${call.failures + 1} times (${failure.message.slice(0, 200)})`;
    if (deadLetterQueueArn === undefined) {
      this.#options.log(`${attempts}; it has no dead-letter queue, so the call is dropped.`);
    } else {
      const attributes = deadLetterAttributes(call.requestId, failure);
      await this.#options.queue.send(deadLetterQueueArn, call.payload, attributes);
      this.#options.log(`${attempts}; the call is now in ${deadLetterQueueArn}.`);
    }
    if (onFailureFunctionArn !== undefined) {
      await this.add(onFailureFunctionArn, JSON.stringify(failureRecord(call, failure)));
    }
    await this.#options.files.remove(name);
  }
}

/** Why the attempt failed; undefined for a success. */
async function failureOfAttempt(target: AsyncTarget, call: Call): Promise<CallFailure | undefined> {
  try {
    return failureOf(await target.invoke(call.requestId, call.payload));
  } catch (error) {
    if (!(error instanceof LambdaServiceError)) throw error;
    return { statusCode: error.statusCode, message: error.message };
  }
}
