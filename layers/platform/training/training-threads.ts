import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { ChurnError } from '#core/errors.ts';
import type { CrewFactory, TrainingCrew } from '#core/training/training-crew.ts';
import type { TrainingData } from '#core/training/training-job.ts';
import { errorOf, type ThreadAnswer, type ThreadRequest, type ThreadSetup } from './thread-messages.ts';
import { BARRIER_BYTES } from './thread-team.ts';

/** Beside this module, as source or bundled. */
const WORKER = join(import.meta.dirname, `training-worker${extname(import.meta.filename)}`);

/** Fits work in typed arrays. A small nursery is emptied often, and arrays that are done with are given back soon. */
const YOUNG_GENERATION_MB = 4;

export interface ThreadSettings {
  /** How many threads. @default the processor's cores */
  readonly size?: number;
  /** The module that each thread runs. @default training-worker */
  readonly entry?: string;
}

/** A crew of worker threads, which share the memory of the table. */
export function trainingThreads({
  size = availableParallelism(),
  entry = WORKER,
}: ThreadSettings = {}): CrewFactory {
  return (data) => new ThreadCrew(data, size, entry);
}

interface Waiting {
  readonly request: ThreadRequest;
  readonly resolve: (answer: ThreadAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Gives each waiting request to the first thread that is free. */
class ThreadCrew implements TrainingCrew {
  readonly #threads: Thread[];
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;

  constructor(data: TrainingData, size: number, entry: string) {
    this.#threads = seatsFor(size).map(({ seat, ports }) => {
      const worker = new Worker(entry, {
        workerData: { data, seat } satisfies ThreadSetup,
        transferList: ports,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      });
      return new Thread(worker, {
        onFree: () => this.#next(),
        onDead: (error) => this.#fail(error),
      });
    });
  }

  async validateFold(job: { readonly candidate: number; readonly fold: number }) {
    const answer = await this.#answerTo({ kind: 'validate-fold', job });
    if (answer.kind !== 'validated') throw unexpected(answer);
    return answer.fold;
  }

  async fitOnAllRows(candidate: number) {
    const answers = await Promise.all(
      this.#threads.map((thread) => this.#ask(thread, { kind: 'fit-together', candidate })),
    );
    const [first] = answers;
    if (first?.kind !== 'fitted' || first.model === undefined) throw unexpected(first);
    return first.model;
  }

  async close(): Promise<void> {
    this.#fail(new ChurnError('TRAINING_CLOSED', 'The training was ended before this fit was done.'));
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  #answerTo(request: ThreadRequest): Promise<ThreadAnswer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    for (const thread of this.#threads) {
      if (thread.isBusy) continue;
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#ask(thread, next.request).then(next.resolve, next.reject);
    }
  }

  async #ask(thread: Thread, request: ThreadRequest): Promise<ThreadAnswer> {
    if (this.#failure !== undefined) throw this.#failure;
    const answer = await thread.ask(request);
    if (answer.kind !== 'failed') return answer;
    const error = errorOf(answer.failure);
    this.#fail(error);
    throw error;
  }

  /** After the first failure nothing else is begun: what is left of the training would be thrown away. */
  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
    for (const thread of this.#threads) thread.abandon(this.#failure);
  }
}

/** One worker thread, which does one request at a time. */
class Thread {
  readonly #worker: Worker;
  readonly #onFree: () => void;
  #current: { resolve: (answer: ThreadAnswer) => void; reject: (error: Error) => void } | undefined;

  constructor(worker: Worker, on: { readonly onFree: () => void; readonly onDead: (error: Error) => void }) {
    this.#worker = worker;
    this.#onFree = on.onFree;
    worker.on('message', (answer: ThreadAnswer) => this.#answered(answer));
    const dead = (cause: unknown) =>
      on.onDead(
        new ChurnError('TRAINING_THREAD_DIED', 'A thread of the training ended by itself.', { cause }),
      );
    worker.on('error', dead);
    worker.on('exit', (exitCode) => dead(`exit code ${exitCode}`));
  }

  get isBusy(): boolean {
    return this.#current !== undefined;
  }

  ask(request: ThreadRequest): Promise<ThreadAnswer> {
    return new Promise((resolve, reject) => {
      if (this.isBusy) {
        reject(new ChurnError('TRAINING_THREAD_BUSY', 'A fit in common was asked for while other fits ran.'));
        return;
      }
      this.#current = { resolve, reject };
      this.#worker.postMessage(request);
    });
  }

  abandon(error: Error): void {
    this.#current?.reject(error);
    this.#current = undefined;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #answered(answer: ThreadAnswer): void {
    const current = this.#current;
    this.#current = undefined;
    current?.resolve(answer);
    this.#onFree();
  }
}

interface Seat {
  readonly seat: ThreadSetup['seat'];
  readonly ports: MessagePort[];
}

/** The seats of a team: a channel between every two members and one barrier. */
function seatsFor(size: number): Seat[] {
  const barrier = new SharedArrayBuffer(BARRIER_BYTES);
  const ports: (MessagePort | null)[][] = Array.from({ length: size }, () => Array(size).fill(null));
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const { port1, port2 } = new MessageChannel();
      ports[a]![b] = port1;
      ports[b]![a] = port2;
    }
  }
  return ports.map((own, rank) => ({
    seat: { rank, ports: own, barrier },
    ports: own.filter((port) => port !== null),
  }));
}

function unexpected(answer: ThreadAnswer | undefined): ChurnError {
  return new ChurnError('TRAINING_THREAD_ANSWER', `A thread of the training answered ${answer?.kind}.`);
}
