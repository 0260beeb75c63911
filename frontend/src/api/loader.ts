import { type Signal, signal } from '@preact/signals';
import { ApiError, UNEXPECTED_ANSWER } from './api-error.ts';

export interface Loaded<T> {
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
  readonly loading: boolean;
  /** The data answers an earlier question (another page, another filter) while the new answer is on its way. */
  readonly stale: boolean;
}

export type Load<T> = (signal: AbortSignal) => Promise<T>;

const LONGEST_WAIT_SECONDS = 60;
const RETRIED_STATUSES = [429, 503];

/**
 * Loads one thing at a time and keeps what came last. A 503 with Retry-After and a 429 are tried again by themselves; asking for
 * the same thing again keeps the data shown until the new one is there, also where that fails.
 */
export class Loader<T> {
  readonly state: Signal<Loaded<T>> = signal({
    data: undefined,
    error: undefined,
    loading: true,
    stale: false,
  });
  #key: string | undefined;
  #load: Load<T> | undefined;
  #abort = new AbortController();
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  /** `key` names what is asked for; a new key drops the old data once its own answer is there. */
  async start(key: string, load: Load<T>): Promise<void> {
    this.stop();
    const before = this.state.value;
    const sameKey = this.#key === key || this.#key === undefined;
    const stale = before.data !== undefined && (!sameKey || before.stale);
    this.#key = key;
    this.#load = load;
    this.state.value = { ...before, error: sameKey ? before.error : undefined, loading: true, stale };
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const data = await load(abort.signal);
      if (!abort.signal.aborted) this.state.value = { data, error: undefined, loading: false, stale: false };
    } catch (cause) {
      if (!abort.signal.aborted) this.#fail(apiErrorOf(cause), stale);
    }
  }

  async reload(): Promise<void> {
    if (this.#key !== undefined && this.#load !== undefined) await this.start(this.#key, this.#load);
  }

  /** Breaks off what is on its way; the state stays as it is. */
  stop(): void {
    this.#abort.abort();
    clearTimeout(this.#retryTimer);
  }

  #fail(error: ApiError, stale: boolean): void {
    const data = stale ? undefined : this.state.value.data;
    this.state.value = { data, error, loading: false, stale: false };
    if (!RETRIED_STATUSES.includes(error.status ?? 0) || error.retryAfterSeconds === undefined) return;
    const waitSeconds = Math.min(Math.max(error.retryAfterSeconds, 1), LONGEST_WAIT_SECONDS);
    this.#retryTimer = setTimeout(() => void this.reload(), waitSeconds * 1000);
  }
}

function apiErrorOf(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  return new ApiError(UNEXPECTED_ANSWER, 'The dashboard could not read the answer.', { cause });
}
