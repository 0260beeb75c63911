import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ChurnError } from '#core/errors.ts';

const KEPT_STDERR_CHARACTERS = 2000;

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/** A program that answers each line of JSON on its stdin with one on its stdout. It ends with this process. */
export class JsonLinesProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<unknown>;
  readonly #waiting: Waiting[] = [];
  readonly #kill: () => void;
  #stderr = '';
  #failure: ChurnError | undefined;

  constructor(command: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
    this.#child = spawn(command, args, { env: { ...process.env, ...environment } });
    this.#ended = once(this.#child, 'close').catch(() => {});
    this.#kill = () => this.#child.kill('SIGKILL');
    process.once('exit', this.#kill);
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-KEPT_STDERR_CHARACTERS);
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#waiting.shift()?.resolve(line));
    this.#child.once('error', (error) => this.#fail(`${command} did not start.`, error));
    this.#child.once('close', () => this.#fail(`${command} has ended. ${this.#stderr}`.trim()));
  }

  /**
   * Sends a request and waits for its answer; requests are answered in order.
   * @throws ChurnError `PEER_FAILED` if the program ends before its answer.
   */
  async ask(request: unknown): Promise<unknown> {
    const answer = new Promise<string>((resolve, reject) => {
      if (this.#failure !== undefined) reject(this.#failure);
      else this.#waiting.push({ resolve, reject });
    });
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    return JSON.parse(await answer);
  }

  /** Ends the program, also in the middle of an answer, and waits until it is gone. */
  async close(): Promise<void> {
    process.removeListener('exit', this.#kill);
    this.#kill();
    await this.#ended;
  }

  #fail(message: string, cause?: unknown): void {
    this.#failure ??= new ChurnError('PEER_FAILED', message, { cause });
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
