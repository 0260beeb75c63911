import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Credentials } from '../services.ts';
import { StartError } from './start-error.ts';
import { writeWholeJson } from './whole-file.ts';

const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

const stackSchema = z.object({
  status: z.enum(['starting', 'ready', 'stopped']),
  /** Of S3. */
  endpoint: z.string(),
  region: z.string(),
  credentials: credentialsSchema,
  /** The data bucket. */
  bucket: z.string(),
  apiUrl: z.string(),
  dashboardUrl: z.string(),
  /** A bearer token with every scope; empty where the template has no user pool. */
  token: z.string(),
  /** Null where the template has no database cluster. */
  dataApi: z
    .object({ endpoint: z.string(), resourceArn: z.string(), secretArn: z.string(), database: z.string() })
    .nullable(),
  pid: z.number().int(),
});

/** `stack.json` in the state folder: where the local cloud is and how to speak to it. */
export type StackDescription = z.infer<typeof stackSchema>;

export function writeStackDescription(stateDirectory: string, stack: StackDescription): Promise<void> {
  return writeWholeJson(join(stateDirectory, 'stack.json'), stack);
}

/** Takes away what an earlier runner left, which is no longer true. */
export function removeStackDescription(stateDirectory: string): Promise<void> {
  return rm(join(stateDirectory, 'stack.json'), { force: true });
}

/** The local cloud that answers now. @throws StartError where none does */
export async function readyStack(stateDirectory: string): Promise<StackDescription> {
  const stack = stackSchema.safeParse(await readJson(join(stateDirectory, 'stack.json')));
  if (stack.data === undefined || stack.data.status === 'stopped' || !isAlive(stack.data.pid)) {
    throw new StartError('The local cloud is not running: start it with npm start.');
  }
  if (stack.data.status === 'starting') {
    throw new StartError('The local cloud is still starting: wait until it says that it is ready.');
  }
  return stack.data;
}

/** The state folder's own credentials, made up at its first start. */
export async function localCredentials(stateDirectory: string): Promise<Credentials> {
  const path = join(stateDirectory, 'credentials.json');
  const standing = credentialsSchema.safeParse(await readJson(path));
  if (standing.success) return standing.data;
  const credentials = {
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
  await writeWholeJson(path, credentials);
  return credentials;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
