import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';

const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_LINE_CHARACTERS = 256 * 1024;

/**
 * A function's log: each line with its time and the instance that wrote it. At 5 MB the file moves to `<path>.1`, over
 * the one that was there; a line over 256 Ki characters is cut, as in CloudWatch. A log that cannot be written is
 * reported and does not stop the function.
 */
export class FunctionLog {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  readonly #maxFileBytes: number;
  #bytes: number | undefined;
  #tail: Promise<void> = Promise.resolve();

  constructor(path: string, warn: (message: string) => void, maxFileBytes: number = MAX_FILE_BYTES) {
    this.#path = path;
    this.#warn = warn;
    this.#maxFileBytes = maxFileBytes;
  }

  /** Resolves once the lines, and all before them, are in the file or given up. */
  write(instanceId: string, lines: readonly string[]): Promise<void> {
    const start = `${new Date().toISOString()} [${instanceId}] `;
    const text = lines.map((line) => `${start}${line.slice(0, MAX_LINE_CHARACTERS)}\n`).join('');
    this.#tail = this.#tail
      .then(() => this.#append(text))
      .catch((error: Error) => this.#warn(`${this.#path} cannot be written: ${error.message}`));
    return this.#tail;
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
