import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const entrySchema = z.object({
  functionArn: z.string(),
  bucket: z.string(),
  key: z.string(),
  /** The body by which a version is known again after a restart. */
  blob: z.string(),
  event: z.unknown(),
});

/** An event that waits for its delivery. */
export type JournalEntry = z.infer<typeof entrySchema>;

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 10_000;

export type Deliver = (functionArn: string, event: unknown) => Promise<void>;

/**
 * Keeps every event on disk from before its object becomes visible until somebody has safely taken it over. Entries are
 * delivered in the order of their names: time, then number.
 */
export class EventJournal {
  readonly #directory: string;
  readonly #log: (message: string) => void;
  readonly #stop = new AbortController();
  readonly #deliveries = new Set<Promise<void>>();
  #deliver: Deliver | undefined;
  #waiting: { readonly file: string; readonly entry: JournalEntry }[] = [];
  #count = 0;

  private constructor(directory: string, log: (message: string) => void) {
    this.#directory = directory;
    this.#log = log;
  }

  /** Opens the journal; entries whose object `isVisible` denies belong to writes that never ended, and are dropped. */
  static async open(
    directory: string,
    isVisible: (entry: JournalEntry) => boolean,
    log: (message: string) => void,
  ): Promise<EventJournal> {
    const journal = new EventJournal(directory, log);
    await mkdir(directory, { recursive: true });
    for (const file of (await readdir(directory)).sort()) {
      const entry = file.endsWith('.json') ? await readEntry(join(directory, file)) : undefined;
      if (entry !== undefined && isVisible(entry)) journal.#waiting.push({ file, entry });
      else await rm(join(directory, file), { force: true });
    }
    return journal;
  }

  /** Puts an entry on disk and gives its name; nothing is delivered before `release`. */
  async write(entry: JournalEntry): Promise<string> {
    this.#count += 1;
    const order = `${String(Date.now()).padStart(15, '0')}-${String(this.#count).padStart(9, '0')}`;
    const file = `${order}-${randomUUID()}.json`;
    const temporary = join(this.#directory, `${file}.new`);
    await writeFile(temporary, JSON.stringify(entry));
    await rename(temporary, join(this.#directory, file));
    return file;
  }

  /** The entry's object is visible: deliver it. */
  release(file: string, entry: JournalEntry): void {
    if (this.#deliver === undefined) this.#waiting.push({ file, entry });
    else this.#begin(file, entry);
  }

  /** The entry's object never became visible. */
  async drop(file: string): Promise<void> {
    await rm(join(this.#directory, file), { force: true });
  }

  startDelivery(deliver: Deliver): void {
    this.#deliver = deliver;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { file, entry } of waiting) this.#begin(file, entry);
  }

  /** Ends deliveries; what was not taken over stays on disk. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#deliveries);
  }

  #begin(file: string, entry: JournalEntry): void {
    const delivery = this.#deliverOnce(file, entry).finally(() => this.#deliveries.delete(delivery));
    this.#deliveries.add(delivery);
  }

  async #deliverOnce(file: string, entry: JournalEntry): Promise<void> {
    for (
      let delayMs = FIRST_RETRY_MS;
      !this.#stop.signal.aborted;
      delayMs = Math.min(2 * delayMs, LONGEST_RETRY_MS)
    ) {
      try {
        await this.#deliver?.(entry.functionArn, entry.event);
        return await rm(join(this.#directory, file), { force: true });
      } catch (error) {
        this.#log(`The event of ${entry.key} could not be handed over: ${(error as Error).message}`);
      }
      await sleep(delayMs, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }
}

async function readEntry(file: string): Promise<JournalEntry | undefined> {
  return entrySchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
}
