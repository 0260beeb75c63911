/** How many a Semaphore lets in. */
export interface Permits {
  /** So many at once. */
  readonly ready: number;
  /** So many at most, those over `ready` only after a wait. @default `ready` */
  readonly most?: number;
  /** That wait, in milliseconds. @default none */
  readonly patienceMs?: number;
}

/**
 * Lets a number of holders in at once; the others wait in the order they came. Where one has waited for too long, the
 * first in line gets in beyond that number, up to the most: one in each span of that length, for what came in last may
 * soon make room. Room beyond the number closes again as soon as nobody waits for it.
 */
export class Semaphore {
  readonly #patienceMs: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;
  /** Room beyond what is ready: not opened, and opened. */
  #closed: number;
  #opened = 0;
  #hasJustOpened = false;

  constructor({ ready, most = ready, patienceMs = 0 }: Permits) {
    this.#free = Math.min(ready, most);
    this.#closed = most - this.#free;
    this.#patienceMs = patienceMs;
  }

  /** How many wait now. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether one would be let in without waiting. */
  get available(): boolean {
    return this.#free > 0;
  }

  async acquire(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((enter) => {
      const patience = this.#closed > 0 ? setInterval(() => this.#open(), this.#patienceMs) : undefined;
      this.#waiting.push(() => {
        clearInterval(patience);
        enter();
      });
    });
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next();
    else if (this.#opened > 0) {
      this.#opened--;
      this.#closed++;
    } else this.#free++;
  }

  #open(): void {
    if (this.#closed === 0 || this.#hasJustOpened) return;
    this.#closed--;
    this.#opened++;
    this.#hasJustOpened = true;
    setTimeout(() => {
      this.#hasJustOpened = false;
    }, this.#patienceMs).unref();
    this.#waiting.shift()?.();
  }
}
