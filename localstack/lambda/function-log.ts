import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_LINE_CHARACTERS = 256 * 1024;
/** Lines of so long a time go into the file together: opening it costs far more than writing a line. */
const GATHER_MS = 10;

/**
 * A function's log: each line with its time and the instance that wrote it. Lines of ten milliseconds go into the file
 * together. At 5 MB the file moves to `<path>.1`, over the one that was there; a line over 256 Ki characters is
 * cut, as in CloudWatch. A log that cannot be written is reported and does not stop the function.
 */
export class FunctionLog {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  readonly #maxFileBytes: number;
  #bytes: number | undefined;
  #waiting: string[] = [];
  /** Writes what waits, once what was written before is in the file. */
  #next: Promise<void> | undefined;
  #tail: Promise<void> = Promise.resolve();

  constructor(path: string, warn: (message: string) => void, maxFileBytes: number = MAX_FILE_BYTES) {
    this.#path = path;
    this.#warn = warn;
    this.#maxFileBytes = maxFileBytes;
  }

  /** Resolves once the lines, and all before them, are in the file or given up. */
  write(instanceId: string, lines: readonly string[]): Promise<void> {
    const start = `${new Date().toISOString()} [${instanceId}] `;
    this.#waiting.push(lines.map((line) => `${start}${line.slice(0, MAX_LINE_CHARACTERS)}\n`).join(''));
    if (this.#next === undefined) {
      this.#next = this.#tail
        .then(() => delay(GATHER_MS))
        .then(() => this.#appendWaiting())
        .catch((error: Error) => this.#warn(`${this.#path} cannot be written: ${error.message}`));
      this.#tail = this.#next;
    }
    return this.#next;
  }

  /** Copies a process's output line by line until it ends; the process waits where the disk is slow. */
  async copy(instanceId: string, output: Readable): Promise<void> {
    let rest = '';
    try {
      for await (const chunk of output.setEncoding('utf8') as AsyncIterable<string>) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        if (rest.length > MAX_LINE_CHARACTERS) {
          lines.push(rest);
          rest = '';
        }
        if (lines.length > 0) await this.write(instanceId, lines);
      }
    } catch {
      // A process that is killed may break its pipe off; what it wrote before is kept.
    }
    if (rest !== '') await this.write(instanceId, [rest]);
  }

  async #appendWaiting(): Promise<void> {
    const texts = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    for (const text of joinedUpTo(texts, this.#maxFileBytes - (this.#bytes ?? 0), this.#maxFileBytes)) {
      await this.#append(text);
    }
  }

  async #append(text: string): Promise<void> {
    if (this.#bytes === undefined) {
      await mkdir(dirname(this.#path), { recursive: true });
      const existing = await stat(this.#path).catch(() => undefined);
      this.#bytes = existing?.size ?? 0;
    }
    const bytes = Buffer.byteLength(text);
    if (this.#bytes > 0 && this.#bytes + bytes > this.#maxFileBytes) {
      await rename(this.#path, `${this.#path}.1`);
      this.#bytes = 0;
    }
    await appendFile(this.#path, text);
    this.#bytes += bytes;
  }
}

/** The texts in their order, as few as may be: the first of at most `firstBytes`, the others of `bytes`, or one alone. */
function joinedUpTo(texts: readonly string[], firstBytes: number, bytes: number): string[] {
  const joined: string[] = [];
  let [together, freeBytes] = ['', firstBytes];
  for (const text of texts) {
    const textBytes = Buffer.byteLength(text);
    if (textBytes > freeBytes && together !== '') {
      joined.push(together);
      [together, freeBytes] = ['', bytes];
    }
    together += text;
    freeBytes -= textBytes;
  }
  return [...joined, together];
}
