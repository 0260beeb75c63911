/** How many requests a stage takes: so many a second, and so many at once after a rest. */
export interface Throttling {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** A token bucket: `take` says whether a request may pass. `now` is in milliseconds. */
export class Throttle {
  readonly #limits: Throttling;
  readonly #now: () => number;
  #tokens: number;
  #filledAtMs: number;

  constructor(limits: Throttling, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
    this.#tokens = limits.burstLimit;
    this.#filledAtMs = now();
  }

  take(): boolean {
    const nowMs = this.#now();
    const grown = ((nowMs - this.#filledAtMs) / 1000) * this.#limits.rateLimit;
    this.#tokens = Math.min(this.#limits.burstLimit, this.#tokens + grown);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** Whole seconds until a request may pass again, at least 1; a day where the rate is 0. */
  get retryAfterSeconds(): number {
    const { rateLimit } = this.#limits;
    return rateLimit <= 0 ? 86_400 : Math.max(1, Math.ceil((1 - this.#tokens) / rateLimit));
  }
}
