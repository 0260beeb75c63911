import type { Database } from '../storage/database.ts';
import { eventsAfter, type JournalledEvent, removeEvent } from './journal.ts';

const MAX_DELIVERIES_AT_ONCE = 16;
const FIRST_RETRY_DELAY_MS = 100;
const MAX_RETRY_DELAY_MS = 30_000;
const CLOSE_GRACE_MS = 1_000;

/** Takes an event over; resolves once it is safe with its receiver. */
export type Deliver = (functionArn: string, event: unknown) => Promise<void>;

/**
 * Hands journalled events over, oldest first, several at once. An event leaves the journal when its delivery has
 * resolved; one that fails is tried again after a wait that doubles up to half a minute, while the others go on.
 */
export class EventDelivery {
  readonly #database: Database;
  readonly #log: (message: string) => void;
  readonly #underWay = new Set<Promise<void>>();
  readonly #retries = new Set<NodeJS.Timeout>();
  #deliver: Deliver | undefined;
  #lastSequence = 0;
  #isClosed = false;

  constructor(database: Database, log: (message: string) => void) {
    this.#database = database;
    this.#log = log;
  }

  /** Starts with the events left over from before. */
  start(deliver: Deliver): void {
    if (this.#deliver !== undefined) throw new Error('Events are delivered already.');
    this.#deliver = deliver;
    this.pump();
  }

  /** Looks for events that nobody works on yet. */
  pump(): void {
    if (this.#deliver === undefined || this.#isClosed) return;
    const free = MAX_DELIVERIES_AT_ONCE - this.#underWay.size;
    if (free <= 0) return;
    for (const event of eventsAfter(this.#database, this.#lastSequence, free)) {
      this.#lastSequence = event.sequence;
      this.#begin(event, this.#deliver, FIRST_RETRY_DELAY_MS);
    }
  }

  /** Starts no more deliveries and waits a second for those under way; what is not confirmed stays in the journal. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const retry of this.#retries) clearTimeout(retry);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_GRACE_MS);
    });
    await Promise.race([Promise.all(this.#underWay), patience]);
    clearTimeout(timer);
    this.#deliver = undefined;
  }

  #begin(event: JournalledEvent, deliver: Deliver, retryDelayMs: number): void {
    const work = this.#attempt(event, deliver, retryDelayMs).finally(() => {
      this.#underWay.delete(work);
      this.pump();
    });
    this.#underWay.add(work);
  }

  async #attempt(event: JournalledEvent, deliver: Deliver, retryDelayMs: number): Promise<void> {
    try {
      await deliver(event.functionArn, event.event);
      if (this.#deliver !== undefined) removeEvent(this.#database, event.sequence);
    } catch (error) {
      this.#log(`An event for ${event.functionArn} was not taken over: ${(error as Error).message}`);
      this.#retryLater(event, deliver, retryDelayMs);
    }
  }

  #retryLater(event: JournalledEvent, deliver: Deliver, delayMs: number): void {
    if (this.#isClosed) return;
    const retry = setTimeout(() => {
      this.#retries.delete(retry);
      this.#begin(event, deliver, Math.min(delayMs * 2, MAX_RETRY_DELAY_MS));
    }, delayMs);
    this.#retries.add(retry);
  }
}
