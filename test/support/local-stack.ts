import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import createClient from 'openapi-fetch';
import * as z from 'zod';
import type { paths } from '../../frontend/src/api/generated/types.ts';

const projectRoot = join(import.meta.dirname, '../..');

const stackSchema = z.object({
  status: z.string(),
  endpoint: z.string(),
  region: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  bucket: z.string(),
  apiUrl: z.string(),
  dashboardUrl: z.string(),
  token: z.string(),
  dataApi: z.object({
    endpoint: z.string(),
    resourceArn: z.string(),
    secretArn: z.string(),
    database: z.string(),
  }),
  pid: z.number(),
});
const personSchema = z.object({ userName: z.string(), password: z.string() });
export type StackDescription = z.infer<typeof stackSchema>;

export interface CommandOutcome {
  readonly exitCode: number | null;
  /** Both of its streams. */
  readonly output: string;
}

/** The whole local cloud in a process and a folder of its own, as `npm start` runs it. */
export class LocalStack {
  readonly stateDirectory = mkdtempSync(join(tmpdir(), 'churn-e2e-'));
  #process: ChildProcess | undefined;
  #output = '';
  #description: StackDescription | undefined;

  /** Starts and waits until the stack says that it is ready. @throws Error with what the runner printed. */
  async start(...args: string[]): Promise<void> {
    const child = spawn(process.execPath, ['localstack/start.ts', '--state', this.stateDirectory, ...args], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString('utf8');
      });
    }
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`The local stack ended while starting:\n${this.#output}`);
      }
      this.#description = this.#read();
      if (this.#description?.status === 'ready' && this.#description.pid === child.pid) return;
      await sleep(100);
    }
  }

  get description(): StackDescription {
    if (this.#description === undefined) throw new Error('The local stack is not started.');
    return this.#description;
  }

  get output(): string {
    return this.#output;
  }

  /** Ends the runner with a signal and waits for it. */
  async end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  async dispose(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.stateDirectory, { recursive: true, force: true, maxRetries: 5 });
  }

  s3(): S3Client {
    const { endpoint, region, credentials } = this.description;
    return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  }

  async keys(prefix: string): Promise<string[]> {
    const answer = await this.s3().send(
      new ListObjectsV2Command({ Bucket: this.description.bucket, Prefix: prefix }),
    );
    return (answer.Contents ?? []).map((object) => object.Key ?? '');
  }

  async text(key: string): Promise<string> {
    const answer = await this.s3().send(new GetObjectCommand({ Bucket: this.description.bucket, Key: key }));
    return (await answer.Body?.transformToString()) ?? '';
  }

  async put(key: string, body: Uint8Array | string): Promise<void> {
    await this.s3().send(new PutObjectCommand({ Bucket: this.description.bucket, Key: key, Body: body }));
  }

  /** Runs `npm run upload -- FILE` against this stack. */
  upload(file: string): Promise<CommandOutcome> {
    return this.#command('localstack/upload.ts', file);
  }

  /** Runs `npm run redrive -- RUN` against this stack. */
  redrive(runId: string): Promise<CommandOutcome> {
    return this.#command('localstack/redrive.ts', runId);
  }

  /** Calls the API with the stack's own token and gives the answer's status and parsed body. */
  async api(
    path: string,
    init: RequestInit = {},
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const headers = { ...this.authorization, ...init.headers };
    const response = await fetch(`${this.description.apiUrl}${path}`, { ...init, headers });
    return { status: response.status, body: await response.json() };
  }

  /** The generated client of the API, with the stack's own token. */
  get client() {
    const baseUrl = new URL('/', this.description.apiUrl).href;
    return createClient<paths>({ baseUrl, headers: this.authorization });
  }

  /** The header that shows the stack's own token. */
  get authorization(): { readonly authorization: string } {
    return { authorization: `Bearer ${this.description.token}` };
  }

  /** What the state folder tells its owner of signing in. */
  get person(): { readonly userName: string; readonly password: string } {
    return personSchema.parse(JSON.parse(readFileSync(join(this.stateDirectory, 'sign-in.json'), 'utf8')));
  }

  async #command(script: string, argument: string): Promise<CommandOutcome> {
    const child = spawn(process.execPath, [script, argument, '--state', this.stateDirectory], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
      });
    }
    await once(child, 'exit');
    return { exitCode: child.exitCode, output };
  }

  #read(): StackDescription | undefined {
    try {
      const parsed = stackSchema.safeParse(
        JSON.parse(readFileSync(join(this.stateDirectory, 'stack.json'), 'utf8')),
      );
      return parsed.success ? parsed.data : undefined;
    } catch {
      return undefined;
    }
  }
}
