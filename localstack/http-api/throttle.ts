import type { HttpApiRoute, Throttling } from '../services.ts';

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

/** A bucket for each route, by its key: of its own limits, else of the stage's; without either all requests pass. */
export class RouteThrottles {
  readonly #stage: Throttling | undefined;
  readonly #throttles = new Map<string, Throttle>();

  constructor(stage: Throttling | undefined) {
    this.#stage = stage;
  }

  of({ routeKey, throttling }: HttpApiRoute): Throttle | undefined {
    const limits = throttling ?? this.#stage;
    if (limits === undefined) return undefined;
    const throttle = this.#throttles.get(routeKey) ?? new Throttle(limits);
    this.#throttles.set(routeKey, throttle);
    return throttle;
  }
}
