import type { ByteSink } from './csv-writer.ts';

/** Takes a whole stream of bytes away, such as an upload; settles when it has arrived, or could not. */
export type StreamWriter = (body: AsyncIterable<Uint8Array>) => Promise<void>;

const MAX_WAITING_CHUNKS = 2;

/**
 * The pushing end of a stream that a StreamWriter pulls: what is written arrives there, and writing waits while the
 * reader is behind.
 */
class BytePipe {
  readonly #done: Promise<void>;
  #chunks: Uint8Array[] = [];
  #failure: { readonly error: unknown } | undefined;
  #isEnded = false;
  #isSettled = false;
  #wakeReader = () => {};
  #wakeWriter = () => {};

  constructor(writer: StreamWriter) {
    this.#done = Promise.resolve(writer(this.#read())).finally(() => {
      this.#isSettled = true;
      this.#wakeWriter();
    });
    this.#done.catch(() => {});
  }

  /** @throws what the StreamWriter failed with; an Error where it stopped before the end. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#chunks.push(chunk);
    this.#wakeReader();
    while (this.#chunks.length >= MAX_WAITING_CHUNKS && !this.#isSettled) {
      await new Promise<void>((resolve) => {
        this.#wakeWriter = resolve;
      });
    }
    if (this.#isSettled) await this.#refuse();
  }

  /** Ends the stream and waits until it has arrived. @throws as `write` */
  async end(): Promise<void> {
    this.#isEnded = true;
    this.#wakeReader();
    await this.#done;
    if (this.#chunks.length > 0) await this.#refuse();
  }

  /** Makes the reader fail with `error`, so that nothing half-written is taken for whole; waits until it has stopped. */
  async fail(error: unknown): Promise<void> {
    this.#failure = { error };
    this.#wakeReader();
    await this.#done.catch(() => {});
  }

  async #refuse(): Promise<never> {
    await this.#done;
    throw new Error('The reader of the stream stopped before its end.');
  }

  async *#read(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.error;
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#wakeWriter();
        yield chunk;
      } else if (this.#isEnded) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve;
        });
      }
    }
  }
}

/**
 * Runs `produce` with a pipe to the writer, ends the pipe after it and waits until everything has arrived. If anything
 * fails, the writer's stream fails with it, and the error is thrown once the writer has stopped.
 */
export async function withPipe<Result>(
  writer: StreamWriter,
  produce: (pipe: ByteSink) => Promise<Result>,
): Promise<Result> {
  const pipe = new BytePipe(writer);
  try {
    const result = await produce((chunk) => pipe.write(chunk));
    await pipe.end();
    return result;
  } catch (error) {
    await pipe.fail(error);
    throw error;
  }
}
