import type { ScoredRow } from '#core/insights/run-insights.ts';

/** The rows of a part, taken in pieces by whoever writes them, and counted. */
export class RowSource {
  readonly #batches: AsyncIterator<readonly ScoredRow[]>;
  /** Taken from the producer and not handed on yet. */
  #waiting: (readonly ScoredRow[])[] = [];
  #count = 0;
  #isOver = false;

  constructor(rows: AsyncIterable<readonly ScoredRow[]>) {
    this.#batches = rows[Symbol.asyncIterator]();
  }

  /** How many rows the producer has given so far. */
  get count(): number {
    return this.#count;
  }

  /** Whether there are so many rows still; as many are held. */
  async hasMore(rows: number): Promise<boolean> {
    const waiting = () => this.#waiting.reduce((sum, batch) => sum + batch.length, 0);
    while (waiting() < rows) {
      const batch = await this.#pull();
      if (batch === undefined) return false;
      this.#waiting.push(batch);
    }
    return true;
  }

  /** The next rows as they come, at most `limit`; none at the end. */
  async take(limit = Number.POSITIVE_INFINITY): Promise<readonly ScoredRow[]> {
    const next = this.#waiting.shift() ?? (await this.#pull()) ?? [];
    if (next.length <= limit) return next;
    this.#waiting.unshift(next.slice(limit));
    return next.slice(0, limit);
  }

  /** Takes all that is left and drops it. */
  async drain(): Promise<void> {
    while ((await this.take()).length > 0);
  }

  /** Tells the producer that no more are wanted. */
  async close(): Promise<void> {
    if (!this.#isOver) await this.#batches.return?.();
  }

  async #pull(): Promise<readonly ScoredRow[] | undefined> {
    while (!this.#isOver) {
      const next = await this.#batches.next();
      if (next.done === true) this.#isOver = true;
      else if (next.value.length > 0) {
        this.#count += next.value.length;
        return next.value;
      }
    }
    return undefined;
  }
}
