import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const commands = join(import.meta.dirname, '../../../localstack');

/** What `stack.json` says, as a reader of it takes it. */
export interface StackFile {
  readonly status: string;
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly bucket: string;
  readonly apiUrl: string;
  readonly dashboardUrl: string;
  readonly token: string;
  readonly dataApi: unknown;
  readonly pid: number;
}

/** A command of the local cloud in a process of its own. */
export class LocalProcess {
  readonly child: ChildProcess;
  readonly #stateDirectory: string;
  #output = '';

  constructor(stateDirectory: string, name: 'start' | 'reset' | 'upload', ...args: string[]) {
    this.#stateDirectory = stateDirectory;
    this.child = spawn(process.execPath, [join(commands, `${name}.ts`), '--state', stateDirectory, ...args]);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
  }

  get output(): string {
    return this.#output;
  }

  /** @throws Error with what it printed, if it ends instead */
  async ready(): Promise<StackFile> {
    for (;;) {
      const stack = this.stackFile();
      if (stack?.status === 'ready' && stack.pid === this.child.pid) return stack;
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error(this.#output);
      await sleep(20);
    }
  }

  stackFile(): StackFile | undefined {
    try {
      return JSON.parse(readFileSync(join(this.#stateDirectory, 'stack.json'), 'utf8')) as StackFile;
    } catch {
      return undefined;
    }
  }

  /** Closes its output's other end, as a terminal that is closed does. */
  closeOutput(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  /** Waits for the end, after the signals if there are any. */
  async end(...signals: NodeJS.Signals[]): Promise<number | null> {
    const hasEnded = this.child.exitCode !== null || this.child.signalCode !== null;
    const ended = hasEnded ? undefined : once(this.child, 'close');
    for (const signal of signals) this.child.kill(signal);
    await ended;
    return this.child.exitCode;
  }
}

/** Command lines of the processes that name the state folder. */
export function processesOf(stateDirectory: string): string[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'command='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(stateDirectory));
}

/** The objects of a running stack's data bucket. */
export function objectsOf({ endpoint, region, credentials, bucket }: StackFile) {
  const client = new S3Client({ endpoint, region, credentials: { ...credentials }, forcePathStyle: true });
  return {
    put: (key: string, body: string) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body })),
    /** Waits until the object is there. */
    async read(key: string): Promise<string> {
      for (;;) {
        const object = await client
          .send(new GetObjectCommand({ Bucket: bucket, Key: key }))
          .catch((error: Error) => {
            if (error.name === 'NoSuchKey') return undefined;
            throw error;
          });
        if (object !== undefined) return (await object.Body?.transformToString()) ?? '';
        await sleep(20);
      }
    },
  };
}
