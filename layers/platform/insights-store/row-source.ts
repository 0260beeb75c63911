import type { ScoredRow } from '#core/insights/run-insights.ts';

/** More than a part ever has. */
export const NUMBERS_A_PART = 1_000_000_000;

/** Rows in a row, and the number of the first. */
export interface NumberedRows {
  readonly firstNumber: number;
  readonly rows: readonly ScoredRow[];
}

/**
 * The rows of a part, taken in pieces by whoever writes them, counted and numbered: 1,000,000,000 × the part and so on, the
 * same at every attempt. The database keeps a run's rows by these numbers, so that each comes behind those before it;
 * by customers' ids it would touch all its pages again with every part.
 */
export class RowSource {
  readonly #batches: AsyncIterator<readonly ScoredRow[]>;
  /** Taken from the producer and not handed on yet. */
  #waiting: (readonly ScoredRow[])[] = [];
  #count = 0;
  #nextNumber: number;
  #isOver = false;

  /** @param part 1, 2 and so on */
  constructor(part: number, rows: AsyncIterable<readonly ScoredRow[]>) {
    this.#nextNumber = part * NUMBERS_A_PART;
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
  async take(limit = Number.POSITIVE_INFINITY): Promise<NumberedRows> {
    const next = this.#waiting.shift() ?? (await this.#pull()) ?? [];
    if (next.length > limit) this.#waiting.unshift(next.slice(limit));
    const rows = next.length > limit ? next.slice(0, limit) : next;
    const firstNumber = this.#nextNumber;
    this.#nextNumber += rows.length;
    return { firstNumber, rows };
  }

  /** Takes all that is left and drops it. */
  async drain(): Promise<void> {
    while ((await this.take()).rows.length > 0);
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
