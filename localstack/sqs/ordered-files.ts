import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const RECORD_NAME = /^(\d{12})-[0-9a-f]{8}\.json$/;
const TEMPORARY_PREFIX = '.writing-';

/**
 * JSON records in a folder, one a file, in the order they were added. A record is there whole or not at all, also
 * after kill -9. One process at a time may use a folder.
 */
export class OrderedFiles {
  readonly #directory: string;
  #opened: Promise<void> | undefined;
  #nextSequence = 1;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Adds a record behind all others and returns its file name; it is on disk once this resolves. */
  async append(record: unknown): Promise<string> {
    await this.#open();
    const sequence = String(this.#nextSequence++).padStart(12, '0');
    const name = `${sequence}-${randomBytes(4).toString('hex')}.json`;
    await this.#write(name, record);
    return name;
  }

  /** Overwrites a record in its place. */
  async replace(name: string, record: unknown): Promise<void> {
    await this.#open();
    await this.#write(name, record);
  }

  /** Removes a record; one that is not there is removed already. */
  async remove(name: string): Promise<void> {
    await rm(join(this.#directory, name), { force: true });
  }

  /** The records' file names, oldest first. */
  async names(): Promise<readonly string[]> {
    await this.#open();
    const entries = await readdir(this.#directory);
    return entries.filter((name) => RECORD_NAME.test(name)).sort();
  }

  /** One record as parsed JSON. Throws where the file is missing or is not JSON. */
  async read(name: string): Promise<unknown> {
    return JSON.parse(await readFile(join(this.#directory, name), 'utf8'));
  }

  #open(): Promise<void> {
    this.#opened ??= this.#continueAfterLast();
    return this.#opened;
  }

  async #continueAfterLast(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    for (const name of await readdir(this.#directory)) {
      if (name.startsWith(TEMPORARY_PREFIX)) await this.remove(name);
      const sequence = Number(RECORD_NAME.exec(name)?.[1] ?? 0);
      this.#nextSequence = Math.max(this.#nextSequence, sequence + 1);
    }
  }

  async #write(name: string, record: unknown): Promise<void> {
    const temporary = join(this.#directory, `${TEMPORARY_PREFIX}${randomBytes(4).toString('hex')}-${name}`);
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(JSON.stringify(record));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(this.#directory, name));
  }
}
